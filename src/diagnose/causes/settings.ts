// Settings that a program misses or does not take. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';

/** Words that programs have for their own settings. */
export const settingCauses: readonly Cause[] = [
  {
    code: 'setting-missing',
    from: ['log'],
    words: [
      /(?<name>[A-Z][A-Z0-9_]{2,}): (?:parameter null or not set|unbound variable|parameter not set)/,
      /(?:missing|required|mandatory|undefined|unset)\b.*?\b(?:environment )?(?:variable|setting|property|option|parameter)s?:? ["'`]?(?<name>[A-Za-z][\w.-]+)/i,
      /["'`]?(?<name>[A-Z][A-Z0-9_]{2,})["'`]? (?:environment variable |variable )?(?:is|was|has|must)(?: be)? (?:not set|not been set|unset|set|required|missing|empty|defined)/,
      /config property "?(?<name>[\w."-]+?)"? is required but/i,
      /superuser password is not specified|password option is not specified|you need to specify one of/i,
    ],
    explain: (symptoms, { parts: { name } }) => ({
      cause: `a setting is missing${name ? `: ${name}` : ''}`,
      next: `set ${name ?? 'it'} in the environment of ${symptoms.subject}, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'setting-invalid',
    from: ['log'],
    words: [
      /unrecognized configuration parameter "(?<name>[^"]+)"/i,
      /(?:unknown|unrecognized|invalid|illegal|unexpected|bad) (?:command[- ]line )?(?:flag|option|argument|parameter|command|directive|configuration|config key|setting|value|log level)s?\b:? *(?:for )?["'`-]*(?<name>[\w.-]+)?/i,
      /flag provided but not defined: -(?<name>[\w.-]+)/i,
      /(?:yaml|toml|json|properties)\b.*(?:line \d+|syntax error|cannot unmarshal|parse error|unexpected)/i,
      /(?:failed|unable|could not|cannot|error) (?:to )?(?:load|read|pars\w+|decod\w+)\b.*\b(?:config\w*|settings?)/i,
      /syntax error (?:in|at|near)|SRCFG\d+/i,
    ],
    explain: (symptoms, { parts: { name } }) => ({
      cause: `it does not take a setting${name ? `: ${name}` : ''}`,
      next: `correct it in the environment, command or configuration of ${symptoms.subject}, then: ${again(symptoms)}`,
    }),
  },
];
