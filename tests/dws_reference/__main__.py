from dws_reference.cli import main

main()
