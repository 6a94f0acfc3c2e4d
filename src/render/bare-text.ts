// Texts that a template leaves without quotes, and what a cluster then reads. Pure.

/** What the readers of YAML in Helm and Kubernetes take for something else than text, underscores left out. */
const misread =
  /^(y|yes|n|no|on|off|true|false|null|[-+]?(\.inf|0x[\da-f]+|0b[01]+|0o[0-7]+|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)|\.nan)$/i;

/** Whether a word is the same text without quotes, to every reader of YAML. */
export function isSafeBare(text: string): boolean {
  return /^\w[\w.-]*$/.test(text) && !misread.test(text.replaceAll('_', ''));
}
