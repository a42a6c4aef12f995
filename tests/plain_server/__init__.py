"""A second, deliberately plain implementation of the contract, and a catalogue of faults to plant in it.

It shares nothing with the reference: standard library only, everything in memory, every rule written by hand. Only
the witnesses, which prove each fault, sign with the client. Whoever judges implementations can be judged with it:
without a fault it conforms, with any one of them it does not.
"""
