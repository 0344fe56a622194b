from guanxi.interfaces.cli import main

main()
