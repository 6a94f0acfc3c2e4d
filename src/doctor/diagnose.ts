// Facts and wants → findings, the worst first. Pure.

import type { Facts } from './facts.ts';
import type { Finding, Hit, Level, Rule } from './finding.ts';
import { rules } from './rules.ts';
import type { Wants } from './wants.ts';

const order: readonly Level[] = ['stops', 'warns', 'fine'];

/** Everything that the rules find, what would stop the stack first. */
export function diagnose(facts: Facts, wants: Wants): Finding[] {
  const found = rules.flatMap((rule) => [...rule.check(facts, wants)].map((hit) => finding(rule, hit)));
  return order.flatMap((level) => found.filter((each) => each.level === level));
}

function finding(rule: Rule, { level = rule.level, subject, seen, why, cure }: Hit): Finding {
  const about = { id: rule.id, level, subject: shown(subject), seen: shown(seen) };
  if (level === 'fine') return about;
  return { ...about, why: shown(why ?? rule.why), cure: shown(cure ?? rule.cure) };
}

/** Any file and any program may have control characters in its words; they would move a terminal's cursor. */
function shown(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}
