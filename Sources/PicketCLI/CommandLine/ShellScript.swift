/// The completion scripts for shells. They ask the program for the candidates.
enum ShellScript: String, CaseIterable {
    case bash, zsh, fish

    var text: String {
        switch self {
        case .bash:
            #"""
            # Completion of picket for bash.
            _picket() {
                local line=${COMP_LINE:0:COMP_POINT} word note prefix='' last quoted=''
                last=${COMP_WORDS[COMP_CWORD]}
                # For bash a word ends at an equals sign.
                if [[ $last == '=' ]]; then
                    prefix=${COMP_WORDS[COMP_CWORD-1]}=
                elif ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD-1]} == '=' ]]; then
                    prefix=${COMP_WORDS[COMP_CWORD-2]}=
                fi
                [[ $last == [\'\"]* ]] && quoted=yes
                COMPREPLY=()
                while IFS=$'\t' read -r word note; do
                    word=${word#"$prefix"}
                    [[ $word != *[=/] ]] || compopt -o nospace
                    [[ -n $quoted ]] || word=$(printf '%q' "$word")
                    COMPREPLY+=("$word")
                done < <("${COMP_WORDS[0]}" __complete "$line" 2>/dev/null)
            }
            complete -o nosort -F _picket picket

            """#
        case .zsh:
            #"""
            #compdef picket
            # Completion of picket for zsh.
            _picket() {
                local word note
                local -a words_whole shown_whole words_open shown_open
                while IFS=$'\t' read -r word note; do
                    if [[ $word == *[=/] ]]; then
                        words_open+=("$word"); shown_open+=("$word${note:+  -- $note}")
                    else
                        words_whole+=("$word"); shown_whole+=("$word${note:+  -- $note}")
                    fi
                done < <("${words[1]}" __complete "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)
                (( $#words_whole )) && compadd -V words -l -d shown_whole -a words_whole
                (( $#words_open )) && compadd -V open -l -S '' -d shown_open -a words_open
            }
            # As a file in fpath it is called by its name; after `source` it has to be made known.
            if [[ $funcstack[1] == _picket ]]; then _picket "$@"; else compdef _picket picket; fi

            """#
        case .fish:
            #"""
            # Completion of picket for fish.
            complete --command picket --no-files --keep-order --arguments '(picket __complete (commandline --current-process --cut-at-cursor) 2>/dev/null)'

            """#
        }
    }
}
