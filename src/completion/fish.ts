// Verbs and flags → a script for fish 3 and newer. Pure.

import { brief } from './shell-text.ts';
import type { CompletedFlag, CompletedVerb, Place } from './words.ts';

/** The script. fish completes ./smoke by its last part, too. */
export function fishScript(root: CompletedVerb): string {
  const valued = allFlags(root).filter(({ value }) => value);
  const names = (wanted: (flag: CompletedFlag) => boolean): string =>
    valued
      .filter(wanted)
      .flatMap(({ short, long }) => [short, long])
      .filter((text) => text !== undefined)
      .join(' ');
  return `# fish completion of smoke. To have it: smoke completion fish | source
${functions(
  names(({ isValueOptional }) => !isValueOptional),
  names(({ isValueOptional }) => isValueOptional),
  paths(root, []),
)}
complete -c smoke -e
complete -c smoke -f
${[...root.flags.flatMap((flag) => flagLines(flag, '')), ...verbLines(root, [])].join('\n')}
`;
}

function functions(required: string, optional: string, known: readonly string[]): string {
  return `
# The verbs so far, and the words after them, without flags and their values: one a line.
function __smoke_words
    set -l required ${required}
    set -l optional ${optional}
    set -l known ${known.map((path) => quoted(path)).join(' ')}
    set -l tokens (commandline -opc)
    set -l path
    set -l pending
    for word in $tokens[2..-1]
        if test "$pending" = required
            set pending
            continue
        end
        if test "$pending" = optional
            set pending
            # A verb or a flag after it is not its value.
            if not string match -q -- '-*' $word; and not contains -- $word $known
                continue
            end
        end
        if string match -q -- '-*' $word
            set -l flag $word
            # Of a bundle such as -Gs, the last letter may want a value.
            string match -qr -- '^-[A-Za-z]{2,}$' $word; and set flag -(string sub -s -1 -- $word)
            contains -- $flag $required; and set pending required
            contains -- $flag $optional; and set pending optional
            continue
        end
        set -a path $word
    end
    string join \\n -- $path
end

# Whether exactly these words have been typed, with so many more after them (+: any number).
function __smoke_at
    set -l more $argv[1]
    set -l wanted $argv[2..-1]
    set -l words (__smoke_words)
    if test "$more" = +
        test (count $words) -ge (count $wanted); or return 1
    else
        test (count $words) -eq (math (count $wanted) + $more); or return 1
    end
    set -l last (count $wanted)
    test $last -eq 0; and return 0
    test "$words[1..$last]" = "$wanted"
end

# Whether the words so far begin with these.
function __smoke_in
    set -l words (__smoke_words)
    set -l last (count $argv)
    test (count $words) -ge $last; and test "$words[1..$last]" = "$argv"
end

# Whether the word before the cursor is one of these flags.
function __smoke_after
    set -l tokens (commandline -opc)
    contains -- $tokens[-1] $argv
end

# Paths, where the word looks like one.
function __smoke_paths
    string match -qr -- '^(--[a-z-]+=)?(\\.|.*/)' (commandline -ct); and __fish_complete_path (commandline -ct | string replace -r '^--[a-z-]+=' '')
end

# Names by comma: those that are not there yet, behind those that are.
function __smoke_list
    set -l token (commandline -ct | string replace -r '^(--[a-z-]+=|-[A-Za-z])' '')
    set -l before (string replace -r '[^,]*$' '' -- $token)
    set -l given (string split , -- $before)
    for name in $argv
        contains -- $name $given; or echo -- $before$name
    end
end
`;
}

function verbLines(verb: CompletedVerb, path: readonly string[]): string[] {
  const condition = (more: number | '+'): string => quoted(['__smoke_at', more, ...path].join(' '));
  return [
    ...verb.verbs.map(
      ({ name, help }) => `complete -c smoke -n ${condition(0)} -a ${name} -d ${quoted(brief(help))}`,
    ),
    ...verb.places.flatMap((place, index) => placeLine(place, condition(place.isRepeated ? '+' : index))),
    ...verb.verbs.flatMap((each) => {
      const below = [...path, each.name];
      const own = each.flags.flatMap((flag) =>
        flagLines(flag, ` -n ${quoted(`__smoke_in ${below.join(' ')}`)}`),
      );
      return [...own, ...verbLines(each, below)];
    }),
  ];
}

function placeLine(place: Place, condition: string): string[] {
  if (place.kind === 'text') return [];
  const files = place.kind === 'file' ? ' -F' : '';
  return [`complete -c smoke -n ${condition}${files}${candidates(place)}`];
}

function flagLines(flag: CompletedFlag, condition: string): string[] {
  const { short, long, value } = flag;
  const names = `${short ? ` -s ${short.slice(1)}` : ''}${long ? ` -l ${long.slice(2)}` : ''}`;
  const line = `complete -c smoke${condition}${names} -d ${quoted(brief(flag.help))}`;
  if (!value) return [line];
  if (!flag.isValueOptional) {
    const files = value.kind === 'file' ? ' -r -F' : ' -x';
    return [`${line}${files}${candidates(value)}`];
  }
  // fish takes a value that may be absent only behind =, so the word after the flag is asked for by itself.
  const after = [short, long].filter((text) => text !== undefined).join(' ');
  const own = candidates(value);
  return own === ''
    ? [line]
    : [`${line}${own}`, `complete -c smoke -n ${quoted(`__smoke_after ${after}`)}${own}`];
}

function candidates(place: Place): string {
  if (place.kind === 'folder') return " -a '(__fish_complete_directories)'";
  const names = (place.names ?? []).join(' ');
  const paths = place.orFile ? ' (__smoke_paths)' : '';
  if (place.kind === 'names') return ` -a ${quoted(`${names}${paths}`)}`;
  return place.kind === 'list' ? ` -a ${quoted(`(__smoke_list ${names})${paths}`)}` : '';
}

function paths(verb: CompletedVerb, above: readonly string[]): string[] {
  return verb.verbs.map(({ name }) => [...above, name].join(' '));
}

function allFlags(verb: CompletedVerb): CompletedFlag[] {
  return [...verb.flags, ...verb.verbs.flatMap(allFlags)];
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
