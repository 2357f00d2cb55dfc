import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../support/manual-clock.ts';
import { keyHeaders, messageBody, postMessage, simulate } from './simulator-fixture.ts';

const tools = [{ name: 'Bash', input_schema: { type: 'object' } }];

/** The events of a stream as the bytes show them. */
function eventsOf(text: string): { name: string; data: { type: string; [field: string]: unknown } }[] {
  expect(text.endsWith('\n\n')).toBe(true);
  return text
    .slice(0, -2)
    .split('\n\n')
    .map((block) => {
      const match = /^event: (\w+)\ndata: (\{.*\})$/.exec(block);
      expect(match, `an event in the vendor's form, not ${block}`).not.toBeNull();
      return { name: match![1]!, data: JSON.parse(match![2]!) };
    });
}

describe('a stream in the vendor’s form', () => {
  it('opens, pings, tells its text piece by piece and ends with usage and message_stop', async () => {
    const simulator = await simulate();
    const response = await postMessage(simulator, keyHeaders, { stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = eventsOf(await response.text());
    for (const { name, data } of events) expect(data.type).toBe(name);
    const names = events.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['message_start', 'content_block_start', 'ping']);
    expect(names.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    expect(names.slice(3, -3).every((name) => name === 'content_block_delta')).toBe(true);
    expect(events[0]!.data).toMatchObject({
      message: { role: 'assistant', content: [], stop_reason: null, usage: { output_tokens: 1 } },
    });
    expect(events.at(-2)!.data).toMatchObject({
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { input_tokens: expect.any(Number), output_tokens: names.length - 6 },
    });
  });

  it('carries a tool input as JSON in pieces, the first of them empty', async () => {
    const simulator = await simulate();
    const more = { stream: true, tools, messages: [{ role: 'user', content: 'run the command: echo hi' }] };
    const events = eventsOf(await (await postMessage(simulator, keyHeaders, more)).text());
    const start = events.find(({ data }) => data.type === 'content_block_start' && data['index'] === 1)!;
    expect(start.data['content_block']).toMatchObject({ type: 'tool_use', name: 'Bash', input: {} });
    const pieces = events
      .filter(({ data }) => data.type === 'content_block_delta' && data['index'] === 1)
      .map(({ data }) => (data['delta'] as { partial_json: string }).partial_json);
    expect(pieces[0]).toBe('');
    expect(JSON.parse(pieces.join(''))).toMatchObject({ command: 'echo hi' });
    expect(events.at(-2)!.data).toMatchObject({ delta: { stop_reason: 'tool_use' } });
  });

  it('gives the verdict on dangerous tool use to whom asks for it, streamed and plain', async () => {
    const simulator = await simulate();
    const more = {
      tools,
      messages: [{ role: 'user', content: 'run the command: ls' }],
      safeguards: [{ type: 'dangerous_tool_use', classifier_context: {} }],
    };
    const plain = (await (await postMessage(simulator, keyHeaders, more)).json()) as {
      content: { id: string }[];
      safeguard_results: unknown;
    };
    const verdict = (id: string) => [
      {
        type: 'dangerous_tool_use',
        status: { type: 'available', tool_uses: { [id]: { type: 'evaluated', outcome: 'not_flagged' } } },
      },
    ];
    expect(plain.safeguard_results).toEqual(verdict(plain.content[1]!.id));
    const events = eventsOf(
      await (await postMessage(simulator, keyHeaders, { ...more, stream: true })).text(),
    );
    const use = events.find(({ data }) => data.type === 'content_block_start' && data['index'] === 1)!;
    const { id } = use.data['content_block'] as { id: string };
    expect(events.at(-2)!.data['delta']).toMatchObject({ safeguard_results: verdict(id) });
    const without = eventsOf(await (await postMessage(simulator, keyHeaders, { stream: true })).text());
    expect(without.at(-2)!.data['delta']).not.toHaveProperty('safeguard_results');
  });

  it('comes at the pace that was set, by the simulator’s clock', async () => {
    const clock = new ManualClock();
    const simulator = await simulate({ clock, pace: { firstEventMs: 1_000, betweenEventsMs: 50 } });
    let arrived = '';
    const reading = postMessage(simulator, keyHeaders, { stream: true }).then(async (response) => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) arrived += chunk;
    });
    const settle = async () => {
      for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    await expect.poll(() => clock.pendingTimers).toBe(1);
    clock.advance(999);
    await settle();
    expect(arrived).toBe('');
    clock.advance(1);
    await expect.poll(() => arrived).toContain('message_start');
    expect(arrived).not.toContain('content_block_start');
    await expect.poll(() => clock.pendingTimers).toBe(1);
    clock.advance(50);
    await expect.poll(() => arrived).toContain('content_block_start');
    while (!arrived.includes('message_stop')) await clock.advanceAsync(50);
    await reading;
  });

  it('carries the simulator’s date, not the machine’s', async () => {
    const simulator = await simulate({ clock: new ManualClock(Date.UTC(2030, 0, 1)) });
    expect((await postMessage(simulator)).headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
  });

  it('is the same for the path with ?beta=true', async () => {
    const simulator = await simulate();
    const response = await fetch(`${simulator.url}/v1/messages?beta=true`, {
      method: 'POST',
      headers: keyHeaders,
      body: messageBody(),
    });
    expect(response.status).toBe(200);
    expect(simulator.ledger.requests[0]).toMatchObject({
      path: '/v1/messages',
      target: '/v1/messages?beta=true',
    });
  });
});
