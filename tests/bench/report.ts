/** Renders a run as the Markdown of docs/performance.md. */
import { judge, type Scenario, type ScenarioResult, type Target } from './bench.ts';
import { MEGABYTE } from './claude-request.ts';
import type { MachineFacts } from './machine.ts';
import { formatNumber, NOTHING, tableText } from './table-text.ts';
import type { Noise } from './workers.ts';

export interface ScenarioOutcome {
  readonly scenario: Scenario;
  /** The result, or what went wrong in one sentence. */
  readonly result: ScenarioResult | { readonly failure: string };
}

export interface RunFacts {
  readonly date: Date;
  readonly tookMs: number;
  readonly machine: MachineFacts;
  readonly rotaVersion: string | null;
  readonly nginxVersion: string | null;
  readonly rounds: number;
  readonly measureMs: number;
  readonly noise: Noise | null;
}

/** Others may use so much of one core before the report warns. */
const QUIET_SHARE = 0.15;

/** The whole report. */
export function reportText(facts: RunFacts, outcomes: readonly ScenarioOutcome[]): string {
  const targets = outcomes.flatMap(({ result }) => ('targets' in result ? result.targets : []));
  const broken = outcomes.filter(({ result }) => 'failure' in result);
  const brokenText = broken.map(
    ({ scenario }) => `**${scenario.title}** broke off, so its targets are not reached.`,
  );
  const sections = outcomes.map(sectionText);
  const parts = [heading(facts), method(facts), targetsText(targets), ...brokenText, ...sections];
  return `${parts.join('\n\n')}\n`;
}

/** One scenario: what is done, its tables, or why it broke off. */
export function sectionText({ scenario, result }: ScenarioOutcome): string {
  const title = `## ${scenario.title}\n\n\`npm run bench -- --only ${scenario.id}\`. ${scenario.about}`;
  if ('failure' in result) return `${title}\n\n**Broke off:** ${result.failure}`;
  return [title, ...result.tables.map(tableText)].join('\n\n');
}

/** The targets with what was reached. */
export function targetsText(targets: readonly Target[]): string {
  if (targets.length === 0) return '## Targets\n\nNo target was measured.';
  const rows = targets.map((target) => [target.claim, reachedText(target), limitText(target), judge(target)]);
  const columns = ['what', 'reached', 'to reach', 'verdict'];
  return `## Targets\n\n${tableText({ title: 'Medians of the rounds of this run', columns, rows })}`;
}

function reachedText({ value, unit }: Target): string {
  return value === null ? NOTHING : withUnit(value, unit);
}

function limitText({ rule, limit, unit }: Target): string {
  return `${rule === 'at most' ? '≤' : '≥'} ${unit === '×' ? `${limit} ×` : `${limit} ${unit}`}`;
}

function withUnit(value: number, unit: string): string {
  const isCount = unit === 'streams';
  return `${isCount ? String(value) : formatNumber(value)} ${unit}`;
}

function heading(facts: RunFacts): string {
  const { machine } = facts;
  const minutes = Math.round(facts.tookMs / 60_000);
  return `# Performance

Written by \`npm run bench\` on ${facts.date.toISOString().slice(0, 10)}, in ${minutes} minutes. Do not edit: run it again.

- Machine: ${machine.cores} cores of ${machine.processor}, ${Math.round(machine.memoryBytes / (1024 * MEGABYTE))} GB, ${machine.system}
- Node ${machine.node} for the node pipe, Rota and the harness
- nginx: ${facts.nginxVersion ?? 'not installed, so nothing was compared with it'}
- Rota: ${facts.rotaVersion ?? 'left out of this run'}
- Noise: ${noiseText(facts.noise)}`;
}

function noiseText(noise: Noise | null): string {
  if (!noise) return 'not measured';
  const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
  const isDisturbed = noise.otherShare.median > QUIET_SHARE || noise.stolenShare.median > QUIET_SHARE;
  return (
    (isDisturbed ? '**this run was disturbed, so repeat it before you believe it:** ' : '') +
    `other processes used ${percent(noise.otherShare.median)} of one core in the median stretch of load and ` +
    `${percent(noise.otherShare.max)} in the worst; the hypervisor took away ${percent(noise.stolenShare.median)} ` +
    `and ${percent(noise.stolenShare.max)}`
  );
}

function method({ rounds, measureMs }: RunFacts): string {
  return `## Method

Four ways from the same load generator to the same upstream are measured side by side: *direct* (nothing between),
*nginx* (one worker, keep-alive on both sides, no buffering in either direction, no access log), the *node pipe* (Node's own
\`http\` server and client piped together, keep-alive on both sides, nothing else: tests/bench/node-pipe.ts, run as plain
JavaScript) and *Rota* (the built headless program with default settings, two accounts with API keys, its keys in a file).

Every scenario starts fresh processes and measures in turn, direct, nginx, node pipe, Rota, direct, …: one round that is not
counted, then ${rounds} that are. Figures are the median of the rounds with the smallest and largest in brackets. A ratio is
formed within each round, and its median is given, so that a slow moment of a shared machine weighs on both sides. A stretch of
load lasts ${measureMs} ms unless its scenario says otherwise, after some load that is not measured. 1 kB is 1,024 bytes.

The load generator and the upstream are processes of their own on raw sockets with prebuilt bytes. Requests have the shape,
headers and order of Claude Code's. A connection sends its next request when the answer to the last is complete. Every byte of
every answer is compared with what the upstream sends, the answer says how many bytes of the body arrived there, and events are
counted at the client: an answer that is wrong ends the scenario. CPU is user and system time of the subject and
its children from /proc, which also has time that the kernel spends in its system calls. The last column says how much of a core
each side used; † marks where the load generator or the upstream was at its own limit, so that the subject may be faster than it looks.`;
}
