// Whether two sides share their data → text for people, or JSON. Pure.

import { titleOf } from '../share/compare-buckets.ts';
import {
  type Comparison,
  everyKind,
  type FindingVerdict,
  type ShareFinding,
  type Sides,
} from '../share/compare-finding.ts';
import type { ShareProof } from '../share/proof.ts';
import type { BucketName } from '../share/settings.ts';
import { settingRows } from '../share/table.ts';
import { counted } from './buckets.ts';
import type { Paint } from './paint.ts';

/** All that a check found. */
export interface ShareReport extends Comparison {
  readonly sides: Sides;
  readonly proof: ShareProof;
}

const marks: Readonly<Record<FindingVerdict, readonly [mark: string, style: Parameters<Paint>[0]]>> = {
  same: ['✔', 'green'],
  matters: ['✘', 'red'],
  harmless: ['·', 'dim'],
  unknown: ['?', 'yellow'],
};

const headings: readonly (readonly [FindingVerdict, string])[] = [
  ['matters', 'differs, and keeps them apart'],
  ['unknown', 'not known'],
  ['harmless', 'differs, and does not matter'],
];

/** The verdict first, then what keeps them apart, then the rest. */
export function renderShareReport(report: ShareReport, paint: Paint): string {
  const { findings } = report;
  const groups = headings.flatMap(([verdict, heading]) => {
    const found = findings.filter((finding) => finding.verdict === verdict);
    return found.length === 0
      ? []
      : [
          `${paint('bold', heading)}\n${found.map((one) => renderFinding(one, report.sides, paint)).join('')}`,
        ];
  });
  return [renderHead(report, paint), ...groups, renderSame(report, paint), renderProof(report, paint)]
    .filter((part) => part !== '')
    .join('\n');
}

/** One object for machines. */
export function renderShareJson(report: ShareReport): string {
  const { sides, findings, verdict, shared, apart, unsure, proof } = report;
  const value = {
    version: 1,
    verdict,
    sides: sides.map(({ label, form }) => ({ label, form })),
    shared,
    apart,
    unsure,
    findings: findings.map(({ values, ...finding }) => ({
      ...finding,
      values: values.map((one) => one ?? null),
    })),
    proof: {
      made: proof.steps.some(({ state }) => state === 'proven'),
      ...(proof.unproven && { why: proof.unproven.why }),
      left: proof.left,
      swept: proof.swept,
    },
    advice: shareAdvice(report),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What users of shared buckets have to know, and what to do for a proof. */
export function shareAdvice({ verdict, sides, proof }: ShareReport): string[] {
  const hint = proof.unproven?.hint;
  if (verdict === 'nothing') return hint === undefined ? [] : [hint];
  return [
    ...(hint === undefined ? [] : [hint]),
    ...(proof.borrowed ?? []).map(
      (label) => `${oneLine(label)} brings no key: the proof used that of the environment.`,
    ),
    'A Cryostat remembers what it archived in a database of its own. What the other side has deleted it no longer lists, but uploading the same name again fails (500): give new names, and delete on the side that uploaded.',
    ...(sides.some(({ settings }) => settings.mode === 'metadata')
      ? [
          'In the storage mode "metadata", labels cannot be changed later, and capitals in their names get lost.',
        ]
      : []),
  ];
}

function renderHead({ verdict, sides, shared, apart, unsure, proof }: ShareReport, paint: Paint): string {
  const names = `${oneLine(sides[0].label)} and ${oneLine(sides[1].label)}`;
  const isProven = proof.steps.some(({ state }) => state === 'proven');
  const isSilent = proof.steps.some(({ state }) => state === 'silent');
  const [mark, style, words] = {
    everything: ['✔', 'green', `share everything${isProven ? '' : ', as far as their settings tell'}`],
    part: ['✘', 'yellow', 'share only a part'],
    nothing: ['✘', 'red', 'share nothing'],
    unknown: [
      '?',
      'yellow',
      isSilent ? 'may share: the storage did not answer' : 'may share: their settings alone do not tell',
    ],
  }[verdict] as [string, Parameters<Paint>[0], string];
  const kinds = (title: string, found: readonly BucketName[]): string =>
    found.length === 0 ? '' : `  ${title}: ${found.map(titleOf).join(', ')}\n`;
  const parts =
    verdict === 'part' || verdict === 'unknown'
      ? kinds('shared', shared) + kinds('not shared', apart) + kinds('not known', unsure)
      : '';
  return `${paint(style, mark)} ${paint('bold', `${names} ${words}`)}\n${parts}`;
}

function renderFinding(finding: ShareFinding, sides: Sides, paint: Paint): string {
  const { what, title, values, verdict, why, todo } = finding;
  const [mark, style] = marks[verdict];
  const nothing = what === 'proof' || what === 'labels' ? 'not tried' : 'not set';
  const shown = values.map((value) => (value === undefined || value === '' ? nothing : oneLine(value)));
  const isOne = shown[0] === shown[1];
  const lines = isOne
    ? shown.slice(0, 1)
    : shown.map((value, index) => `${oneLine(sides[index]?.label ?? '')}: ${value}`);
  return [
    `  ${paint(style, mark)} ${title}\n`,
    ...(isOne && values[0] === undefined ? [] : lines.map((line) => `      ${paint('dim', line)}\n`)),
    ...(why === undefined ? [] : [`      ${oneLine(why)}\n`]),
    ...(todo === undefined ? [] : [`      → ${oneLine(todo)}\n`]),
  ].join('');
}

/** What is the same needs no more than its names, and what is a matter of each side not even those. */
function renderSame({ findings }: ShareReport, paint: Paint): string {
  const same = findings.filter(
    ({ verdict, what }) => verdict === 'same' && what !== 'proof' && what !== 'labels',
  );
  const isBucket = ({ what }: ShareFinding): boolean => (everyKind as readonly string[]).includes(what);
  const buckets = same.filter(isBucket);
  const isAll = buckets.length === everyKind.length;
  const essential = same.filter((finding) => !isBucket(finding) && !locals.has(finding.what));
  const others = same.length - buckets.length - essential.length;
  const parts = [
    ...essential.map(({ title }) => title),
    ...(isAll
      ? [`all ${buckets.length} buckets`]
      : buckets.length > 3
        ? [`${buckets.length} of ${everyKind.length} buckets`]
        : buckets.map(({ title }) => title)),
    ...(others > 0 ? [counted(others, 'setting of each side’s own', 'settings of each side’s own')] : []),
  ];
  if (parts.length === 0) return '';
  return `${paint('green', '✔')} ${paint('bold', 'the same:')} ${parts.join(', ')}\n`;
}

const locals = new Set<string>(settingRows.filter(({ local }) => local).map(({ name }) => name));

function renderProof({ findings, proof }: ShareReport, paint: Paint): string {
  const { unproven, left, swept } = proof;
  const proven = findings.filter(({ what, verdict }) => what === 'proof' && verdict === 'same');
  const written = proven.filter(({ values }) => values[0] !== 'listed');
  const isLabelled = findings.some(({ what, verdict }) => what === 'labels' && verdict === 'same');
  const listed = proven.length - written.length;
  const lines = [
    ...swept.map((one) => `removed what an earlier run left: ${one}`),
    ...left.map((one) => paint('red', `left behind: ${one} (the next check of this storage removes it)`)),
    ...(written.length > 0
      ? [
          `${paint('green', '✔')} ${paint('bold', 'proven:')} each side read what the other wrote, in ${counted(written.length, 'bucket')}${isLabelled ? ', with its labels' : ''}; all of it is removed`,
        ]
      : []),
    ...(listed > 0
      ? [
          `${paint('green', '✔')} ${paint('bold', 'seen:')} both list the same templates, in ${counted(listed, 'bucket')}`,
        ]
      : []),
    ...(unproven === undefined
      ? []
      : [`${paint('yellow', '–')} ${paint('bold', 'not proven:')} ${oneLine(unproven.why)}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Texts of files and servers may hold anything. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}
