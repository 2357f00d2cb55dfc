/**
 * The benchmark: `node tests/bench/run.ts`, or `npm run bench`. Starts the upstream and the load generator,
 * runs one scenario after another, prints what they found and writes docs/performance.md after a whole run.
 * Exits 1 when a scenario broke off, 2 on a wrong option; a missed target is a result, not a failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Scenario } from './bench.ts';
import { Children } from './children.ts';
import { machineFacts } from './machine.ts';
import { findNginx, nginxSubject, nginxVersion } from './nginx.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { pipeSubject } from './pipe.ts';
import { reportText, type ScenarioOutcome, sectionText, targetsText } from './report.ts';
import { BUILT_ROTA, rotaSubject } from './rota.ts';
import { accounts } from './scenarios/accounts.ts';
import { large } from './scenarios/large.ts';
import { medium } from './scenarios/medium.ts';
import { openStreams } from './scenarios/open-streams.ts';
import { paced } from './scenarios/paced.ts';
import { recording } from './scenarios/recording.ts';
import { small } from './scenarios/small.ts';
import { soak } from './scenarios/soak.ts';
import { start } from './scenarios/start.ts';
import { step } from './scenarios/step.ts';
import { streams } from './scenarios/streams.ts';
import { direct } from './subject.ts';
import { LoadWorker, UpstreamWorker } from './workers.ts';

const SCENARIOS = [small, medium, large, streams, paced, openStreams, soak, accounts, recording, start, step];
const REPORT_FILE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const PACKAGE_FILE = fileURLToPath(new URL('../../package.json', import.meta.url));
const ACCOUNTS = 2;

const FULL = { measureMs: 800, warmUpMs: 200, settleMs: 1500 };
const QUICK = { measureMs: 250, warmUpMs: 100, settleMs: 500 };

/** Runs what the options ask for and returns the exit code. */
async function main(options: Options): Promise<number> {
  if (process.platform !== 'linux') throw new Error('The benchmark reads /proc and so runs on Linux only.');
  if (options.rotaProgram !== null && !existsSync(options.rotaProgram)) {
    throw new Error(
      `Rota is not built: ${options.rotaProgram} is missing. Run node scripts/build.ts, or add --without-rota.`,
    );
  }
  const scratchDir = mkdtempSync(join(tmpdir(), 'rota-bench-'));
  const children = new Children(scratchDir);
  const cleanUp = () => {
    children.killAll();
    rmSync(scratchDir, { recursive: true, force: true });
  };
  process.on('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  return runAll(options, children, scratchDir);
}

async function runAll(options: Options, children: Children, scratchDir: string): Promise<number> {
  const began = new Date();
  const nginx = options.withoutNginx ? null : findNginx(log);
  if (!nginx && !options.withoutNginx) {
    log('nginx takes no part: install it with apt-get install nginx to compare with it');
  }
  const upstream = await UpstreamWorker.start(children);
  const load = await LoadWorker.start(children, upstream);
  const { rotaProgram } = options;
  const rotaWith =
    rotaProgram === null
      ? null
      : (label: string, accounts: number) =>
          rotaSubject(rotaProgram, children, scratchDir, { label, accounts });
  const bench: Bench = {
    ...(options.quick ? QUICK : FULL),
    rounds: options.rounds,
    scratchDir,
    upstream,
    load,
    subjects: [
      direct,
      ...(nginx ? [nginxSubject(nginx, children, scratchDir)] : []),
      pipeSubject(children, scratchDir),
      ...(rotaWith ? [rotaWith('standard', ACCOUNTS)] : []),
    ],
    rotaWith,
    log,
  };
  const chosen = SCENARIOS.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  const outcomes: ScenarioOutcome[] = [];
  for (const scenario of chosen) {
    log(`— ${scenario.title}`);
    const outcome = { scenario, result: await attempt(scenario, bench) };
    outcomes.push(outcome);
    console.log(`\n${sectionText(outcome)}\n`);
    if ('targets' in outcome.result) console.log(`${targetsText(outcome.result.targets)}\n`);
  }
  const facts = {
    date: began,
    tookMs: Date.now() - began.getTime(),
    machine: machineFacts(),
    rotaVersion: rotaWith ? packageVersion() : null,
    nginxVersion: nginx && nginxVersion(nginx),
    rounds: bench.rounds,
    measureMs: bench.measureMs,
    noise: load.noise(),
  };
  if (options.reportFile) {
    writeFileSync(options.reportFile, reportText(facts, outcomes));
    log(`written: ${options.reportFile}`);
  }
  return outcomes.some(({ result }) => 'failure' in result) ? 1 : 0;
}

/** A scenario that breaks off says why and leaves the others their turn. */
async function attempt(scenario: Scenario, bench: Bench): Promise<ScenarioOutcome['result']> {
  try {
    return await scenario.run(bench);
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(PACKAGE_FILE, 'utf8')) as { readonly version: string };
  return version;
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function readOptions(): Options {
  try {
    const ids = SCENARIOS.map(({ id }) => id);
    return parseOptions(process.argv.slice(2), ids, { reportFile: REPORT_FILE, rotaProgram: BUILT_ROTA });
  } catch (error) {
    log(messageOf(error));
    log(USAGE);
    process.exit(2);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  process.exit(await main(readOptions()));
} catch (error) {
  log(messageOf(error));
  process.exit(1);
}
