/** What the guards of the port say is the same by both ways in, and no refusal costs the client its connection. */
import { afterEach, describe, expect, it } from 'vitest';
import { answer, BOUND_KEY, DoorRig, KEY, turn, WAYS } from '../../support/door-rig.ts';
import { until } from '../../support/socket-server.ts';

const rig = new DoorRig();
afterEach(() => rig.close());

type Headers = Record<string, string | null>;
const NO_KEY = 401;
const FOREIGN = 403;

const refusals: [string, Headers, number][] = [
  ['a foreign Host', { host: 'rebound.example' }, FOREIGN],
  ['a Host with another port', { host: '127.0.0.1:1' }, FOREIGN],
  ['a Host without the port', { host: '127.0.0.1' }, FOREIGN],
  ['an empty Host', { host: '' }, FOREIGN],
  ['a foreign Host with a wrong key', { host: 'rebound.example', authorization: 'Bearer wrong' }, FOREIGN],
  ['a foreign Origin', { origin: 'https://foreign.example' }, FOREIGN],
  ['the Origin of no page', { origin: 'null' }, FOREIGN],
  ['no key', { authorization: null }, NO_KEY],
  ['a wrong key', { authorization: 'Bearer wrong' }, NO_KEY],
  ['a key that is longer', { authorization: `Bearer ${KEY}x` }, NO_KEY],
  ['a key that is shorter', { authorization: `Bearer ${KEY.slice(0, -1)}` }, NO_KEY],
  ['a key of another scheme', { authorization: `Basic ${KEY}` }, NO_KEY],
  ['wrong keys everywhere', { authorization: 'Bearer a', 'x-api-key': 'b', 'x-rota-key': 'c' }, NO_KEY],
];

const keys: [string, Headers, string | null][] = [
  ['as a bearer token', {}, null],
  ['as x-api-key', { authorization: null, 'x-api-key': KEY }, null],
  ['as X-Rota-Key', { authorization: null, 'X-Rota-Key': `\t ${KEY} ` }, null],
  [
    'as x-rota-key beside other keys',
    { authorization: 'Bearer a', 'x-api-key': 'b', 'x-rota-key': KEY },
    null,
  ],
  ['of a project as a bearer token', { authorization: `bearer   ${BOUND_KEY}` }, 'one project'],
  ['of a project as x-api-key', { 'x-api-key': BOUND_KEY }, 'one project'],
  ['of a project as x-rota-key', { 'x-api-key': KEY, 'x-rota-key': BOUND_KEY }, 'one project'],
];

describe.each(WAYS)('by way of "%s"', (way) => {
  it.each(refusals)(
    '%s is refused, and the next request on the connection is not',
    async (_, headers, status) => {
      const door = await rig.open((client) => answer(client, 'passed'));
      const client = rig.client(door);
      for (const [line, body] of [
        ['POST /v1/messages', 'x'.repeat(100_000)],
        ['GET /v1/models', ''],
      ] as const) {
        const method = line.split(' ')[0]!;
        // The second half of the body comes after the answer.
        const bytes = door.request(way, line, body, headers);
        client.send(bytes.subarray(0, bytes.length - body.length / 2));
        const [refused] = await client.answers(method);
        client.send(bytes.subarray(bytes.length - body.length / 2));
        const { type, error } = JSON.parse(refused!.body.toString());
        expect([refused!.status, type, error.type]).toEqual([
          status,
          'error',
          status === FOREIGN ? 'permission_error' : 'authentication_error',
        ]);
        expect(error.message).toMatch(
          status === NO_KEY
            ? /client keys/
            : 'origin' in headers
              ? /other web pages/
              : /This Host is not allowed/,
        );
        expect(refused!.headers).toMatchObject({
          'content-type': 'application/json',
          'x-should-retry': 'false',
          connection: 'keep-alive',
        });
        expect(Object.keys(refused!.headers).some((name) => name.startsWith('access-control'))).toBe(false);
        expect((await client.ask(door.request(way, line, body), method)).body.toString()).toBe('passed');
      }
      expect(door.ways).toEqual([way, way]);
      expect(door.sockets).toHaveLength(1);
    },
  );

  it('refusals come in order among other answers when all was sent in one write', async () => {
    const door = await rig.open((client) => turn().then(() => answer(client, 'passed')));
    const client = rig.client(door);
    const order = [...refusals.flatMap((refusal) => [refusal, null]), ...refusals];
    client.send(
      Buffer.concat(order.map((refusal) => door.request(way, 'POST /v1/messages', 'body', refusal?.[1]))),
    );
    const got = await client.answers(...order.map(() => 'POST'));
    expect(got.map(({ status }) => status)).toEqual(order.map((refusal) => refusal?.[2] ?? 200));
  });

  it.each(keys)('a key opens the door %s', async (_, headers, name) => {
    const door = await rig.open((client) => answer(client, 'passed'));
    const client = rig.client(door);
    expect((await client.ask(door.request(way, 'POST /v1/messages', 'body', headers))).status).toBe(200);
    expect(door.asked.map(({ way, key }) => [way, key])).toEqual([[way, name]]);
  });

  it('other names for the port are taken as they are allowed at the time', async () => {
    let hosts: readonly string[] = [];
    const door = await rig.open((client) => answer(client, 'passed'), { allowedHosts: () => hosts });
    const client = rig.client(door);
    const named = (host: string) =>
      client.ask(door.request(way, 'POST /v1/messages', '', { host, origin: `https://${host}` }));
    expect((await named('rota.example')).status).toBe(FOREIGN);
    hosts = ['rota.example'];
    expect((await named('Rota.Example')).status).toBe(200);
    expect((await named(`localhost:${door.port}`)).status).toBe(200);
    hosts = [];
    expect((await named('rota.example')).status).toBe(FOREIGN);
  });
});

describe('what is repeated', () => {
  const twice = (name: string, first: string, second: string) => [name, [first, second]] as const;
  it.each([
    twice('authorization', `Bearer ${KEY}`, 'Bearer other'),
    twice('authorization', 'Bearer other', `Bearer ${KEY}`),
    twice('origin', 'http://foreign.example', 'http://127.0.0.1'),
  ])('is no key and no page of ours: %s', async (name, values) => {
    const door = await rig.open();
    const client = rig.client(door);
    const lines = values.join(`\r\n${name}: `);
    const bytes = door.request('plain', 'POST /v1/messages', 'body', { [name]: lines });
    expect((await client.ask(bytes)).status).toBe(name === 'origin' ? FOREIGN : NO_KEY);
    expect(door.asked).toEqual([]);
    expect((await client.ask(door.request('plain', 'POST /v1/messages'))).status).toBe(200);
  });

  it('is refused as a Host, whichever is the right one', async () => {
    const door = await rig.open();
    const own = `127.0.0.1:${door.port}`;
    for (const hosts of [
      [own, 'foreign.example'],
      ['foreign.example', own],
    ]) {
      const client = rig.client(door);
      const bytes = door.request('plain', 'POST /v1/messages', 'body', { host: hosts.join('\r\nhost: ') });
      expect([400, FOREIGN]).toContain((await client.ask(bytes)).status);
    }
    expect(door.asked).toEqual([]);
  });

  it('is missing as a Host, and Node refuses that', async () => {
    const door = await rig.open();
    const client = rig.client(door);
    expect((await client.ask(door.request('plain', 'POST /v1/messages', '', { host: null }))).status).toBe(
      400,
    );
    await until(() => client.isClosed);
    expect(door.asked).toEqual([]);
  });
});

describe('a path that is not proxied', () => {
  it('goes to the management app without a client key, but not from foreign pages', async () => {
    const door = await rig.open();
    const client = rig.client(door);
    for (const path of ['/', '/health', '/v2/messages', '/v1x', '/v10/messages', '/%761/messages']) {
      const got = await client.ask(door.request('plain', `GET ${path}`, '', { authorization: null }), 'GET');
      expect(got.body.toString()).toBe(`app GET ${path}`);
      for (const foreign of [{ host: 'rebound.example' }, { origin: 'https://foreign.example' }]) {
        const refused = await client.ask(door.request('plain', `POST ${path}`, 'x'.repeat(9_000), foreign));
        expect(refused.status).toBe(FOREIGN);
        expect(JSON.parse(refused.body.toString()).error.code).toBe('foreign_source');
      }
    }
    expect(door.opened()).toBe(1);
    expect(door.asked).toEqual([]);
  });

  it.each(['/v1', '/v1?a=b', '/v1/', '/v1/messages#part', '//v1/messages'])(
    'is told from a proxied one: %s',
    async (path) => {
      const door = await rig.open((client) => answer(client, client.target));
      const client = rig.client(door);
      const got = await client.ask(door.request('plain', `GET ${path}`), 'GET');
      expect(got.body.toString()).toBe(path.startsWith('//') ? `app GET ${path}` : path);
    },
  );
});
