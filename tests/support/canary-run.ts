import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, FaultScene } from '../../src-main/core/simulator/faults/fault.ts';
import type { Simulator } from '../../src-main/core/simulator/simulator.ts';
import { htmlAnswer, jsonAnswer } from '../../src-main/core/simulator/wire/answer.ts';
import { type Contract, contract, type ProcedureName } from '../../src-shared/contract/contract.ts';
import { EVENTS_PATH, endpointOf } from '../../src-shared/contract/endpoint.ts';
import type { Canary, Evidence } from './canaries.ts';
import { type RotaProcess, runRota } from './rota-process.ts';

/** Collects what the program says while secrets go through it, and which secrets those are. */
export class CanaryRun {
  readonly canaries: Canary[] = [];
  readonly evidence: Evidence[] = [];

  /** Plants a secret; answers with it. */
  plant(name: string, value: string): string {
    this.canaries.push({ name, value });
    return value;
  }

  see(where: string, content: string | Buffer, mayShow: readonly string[] = []): void {
    this.evidence.push({ where, bytes: Buffer.from(content), mayShow });
  }

  /** Calls a procedure, whatever comes of it; answers with the parsed body. */
  async call(
    rota: RotaProcess,
    name: ProcedureName,
    input: Readonly<Record<string, unknown>> = {},
    mayShow: readonly string[] = [],
  ): Promise<Readonly<Record<string, unknown>>> {
    const { kind } = (contract as Contract)[name];
    const { method, path } = endpointOf(name, kind);
    const query = kind === 'query' ? `?${new URLSearchParams(input as Record<string, string>)}` : '';
    return this.request(rota, `${path}${query}`, {
      method,
      mayShow,
      ...(kind === 'command' && { body: JSON.stringify(input) }),
    });
  }

  async request(
    rota: RotaProcess,
    path: string,
    init: { readonly method?: string; readonly body?: string; readonly mayShow?: readonly string[] } = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const { method = 'GET', body } = init;
    const answer = await fetch(`${rota.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${controlTokenOf(rota)}`,
        'content-type': 'application/json',
        'accept-language': this.evidence.length % 2 === 0 ? 'en' : 'zh-CN',
      },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    this.see(`${method} ${path.split('?')[0]} (${answer.status})`, `${headers}\n\n${text}`, init.mayShow);
    try {
      return JSON.parse(text) as Record<string, unknown>;
    } catch {
      return {};
    }
  }

  /** Listens to the stream of snapshots until the returned function is called. */
  listen(rota: RotaProcess): () => Promise<void> {
    const aborter = new AbortController();
    const pieces: Buffer[] = [];
    const reading = (async () => {
      const answer = await fetch(`${rota.url}${EVENTS_PATH}`, {
        headers: { authorization: `Bearer ${controlTokenOf(rota)}` },
        signal: aborter.signal,
      });
      for await (const piece of answer.body ?? []) pieces.push(Buffer.from(piece));
    })().catch(() => {});
    return async () => {
      aborter.abort();
      await reading;
      this.see('the stream of snapshots', Buffer.concat(pieces));
    };
  }

  command(
    dataDir: string,
    args: readonly string[],
    options: { readonly input?: string; readonly mayShow?: readonly string[] } = {},
  ): string {
    const { stdout, stderr } = runRota(dataDir, args, { input: options.input ?? '' });
    this.see(`rota ${args.join(' ')}`, `${stdout}\n${stderr}`, options.mayShow);
    return stdout.trim();
  }

  /** Plants every code, verifier and token that a simulator has seen or made. */
  plantTokensOf(simulator: Simulator, issued: readonly IssuedToken[]): void {
    issued.forEach(({ accessToken, refreshToken }, index) => {
      this.plant(`access token ${index}`, accessToken);
      if (refreshToken) this.plant(`refresh token ${index}`, refreshToken);
    });
    simulator.ledger.requests
      .filter(({ path }) => path === '/v1/oauth/token')
      .forEach(({ body }, index) => {
        const sent = JSON.parse(body?.toString() || '{}') as Readonly<Record<string, string>>;
        for (const field of ['code', 'code_verifier', 'refresh_token']) {
          if (sent[field]) this.plant(`${field} of token request ${index}`, sent[field]);
        }
      });
  }
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

export function controlTokenOf(rota: RotaProcess): string {
  const run = JSON.parse(readFileSync(join(rota.dataDir, 'run.json'), 'utf8')) as {
    readonly control_token: string;
  };
  return run.control_token;
}

const REST: Pick<Fault, 'description' | 'phase' | 'appliesTo' | 'ending'> = {
  description: 'Planted by a test.',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
};

/** The usual answer of the token endpoint, overheard. */
export function overheard(issued: IssuedToken[]): Fault {
  return {
    ...REST,
    name: 'overheard',
    on: 'token-endpoint',
    async play(scene: FaultScene) {
      const answer = scene.usualAnswer();
      if (answer.status === 200 && answer.body.kind === 'text') {
        const set = JSON.parse(answer.body.text) as { access_token: string; refresh_token?: string };
        issued.push({ accessToken: set.access_token, refreshToken: set.refresh_token ?? null });
      }
      await scene.send(answer);
    },
  };
}

/** An answer with this status whose text is `message`: a page where `page`, else an error as the API or the token endpoint writes it. */
export function speakingFault(on: Fault['on'], status: number, message: string, page = false): Fault {
  const error =
    on === 'api'
      ? { type: 'error', error: { type: 'api_error', message } }
      : { error: status === 400 ? 'invalid_request' : 'server_error', error_description: message };
  return {
    ...REST,
    name: `says-${status}`,
    on,
    play: (scene) =>
      scene.send(page ? htmlAnswer(status, `<html><h1>${message}</h1></html>`) : jsonAnswer(status, error)),
  };
}
