"""A second, deliberately plain implementation of the contract, and a catalogue of faults to plant in it.

It shares no code with the reference: it uses only the standard library, keeps everything in memory, and has every rule
written by hand. Only the witnesses, which prove each fault, sign with the client. It can test any tool that judges
implementations: without a fault it conforms, with any one of them it does not.
"""
