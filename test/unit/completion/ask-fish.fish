# usage: fish ask-fish.fish SCRIPT LINE…   what fish would offer at the end of each line; lines end with `.`
source $argv[1]
for line in $argv[2..-1]
    complete -C $line | string replace -r '\t.*' ''
    echo .
end
