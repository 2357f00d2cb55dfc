import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src-main/core/simulator/seeded-random.ts';
import { simulate } from './simulator-fixture.ts';

const question = (text: string): Anthropic.MessageCreateParams => ({
  model: 'claude-opus-5-5',
  max_tokens: 500,
  messages: [{ role: 'user', content: text }],
});
const weather: Anthropic.Tool = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
};

async function client(options: Parameters<typeof simulate>[0] = {}) {
  const simulator = await simulate(options);
  return {
    simulator,
    sdk: new Anthropic({
      apiKey: 'sk-ant-api03-key',
      baseURL: simulator.url,
      maxRetries: 0,
    }),
  };
}

describe('the vendor’s own SDK against the simulator', () => {
  it('reads a plain answer', async () => {
    const { sdk } = await client();
    const message = await sdk.messages.create({ ...question('say hi'), stream: false });
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
    expect(message.content).toEqual([
      {
        type: 'text',
        text: 'Hello from key@studio.example (simulated). This is answer 1 of this account. You said: “say hi”.',
      },
    ]);
    expect(message.usage).toMatchObject({ input_tokens: expect.any(Number), output_tokens: 15 });
  });

  it('puts a stream together to the same message', async () => {
    const options = { random: seededRandom(5) };
    const plain = await client(options).then(({ sdk }) =>
      sdk.messages.create({ ...question('x'), stream: false }),
    );
    const { sdk } = await client({ random: seededRandom(5) });
    const streamed = await sdk.messages.stream(question('x')).finalMessage();
    expect(streamed.content).toEqual(plain.content);
    expect(streamed.usage).toMatchObject({
      input_tokens: plain.usage.input_tokens,
      output_tokens: plain.usage.output_tokens,
    });
    expect(streamed.id).toBe(plain.id);
  });

  it('runs a tool turn, streamed and plain', async () => {
    const { sdk } = await client();
    const ask = { ...question('use the tool get_weather with {"city": "Paris"}'), tools: [weather] };
    for (const message of [
      await sdk.messages.stream(ask).finalMessage(),
      await sdk.messages.create({ ...ask, stream: false }),
    ]) {
      expect(message.stop_reason).toBe('tool_use');
      const use = message.content.find((block) => block.type === 'tool_use');
      expect(use).toMatchObject({ name: 'get_weather', input: { city: 'Paris' } });
      const result: Anthropic.ToolResultBlockParam = {
        type: 'tool_result',
        tool_use_id: use!.id,
        content: '12 °C',
      };
      const end = await sdk.messages
        .stream({
          ...ask,
          messages: [
            ...ask.messages,
            { role: 'assistant', content: message.content },
            { role: 'user', content: [result] },
          ],
        })
        .finalText();
      expect(end).toContain('The tool answered: “12 °C”.');
    }
  });

  it('gets a signed thinking block', async () => {
    const { sdk } = await client();
    const message = await sdk.messages
      .stream({
        ...question('think first'),
        thinking: { type: 'enabled', budget_tokens: 1_024 },
        max_tokens: 2_000,
      })
      .finalMessage();
    expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(message.content[0]).toMatchObject({
      thinking: expect.stringContaining('think first'),
      signature: expect.stringMatching(/^\S{20,}$/),
    });
  });

  it('sees the prompt cache written once and read after that', async () => {
    const { sdk } = await client();
    const cached = {
      ...question('say hi'),
      system: [
        { type: 'text' as const, text: 'long '.repeat(500), cache_control: { type: 'ephemeral' as const } },
      ],
    };
    const first = (await sdk.messages.stream(cached).finalMessage()).usage;
    const second = (await sdk.messages.stream(cached).finalMessage()).usage;
    expect(first.cache_creation_input_tokens).toBeGreaterThan(600);
    expect(first.cache_read_input_tokens).toBe(0);
    expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens);
    expect(second.cache_creation_input_tokens).toBe(0);
  });

  it('counts the tokens that the message then costs', async () => {
    const { sdk } = await client();
    const { model, messages } = question('how many tokens is this?');
    const counted = await sdk.messages.countTokens({ model, messages });
    const message = await sdk.messages.create({ model, messages, max_tokens: 10, stream: false });
    expect(counted.input_tokens).toBe(message.usage.input_tokens);
  });

  it('lists the models over several pages and finds one by its name', async () => {
    const { sdk } = await client();
    const ids: string[] = [];
    for await (const model of sdk.models.list({ limit: 1 })) ids.push(model.id);
    expect(ids).toEqual(['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5']);
    expect((await sdk.models.retrieve('claude-haiku-5-5')).display_name).toBe('Claude Haiku 5.5');
    await expect(sdk.models.retrieve('claude-nothing')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  it('understands an error in the envelope and one inside a stream', async () => {
    const { sdk, simulator } = await client();
    simulator.faults.inject({ fault: 'overloaded' });
    await expect(sdk.messages.stream(question('x')).finalMessage()).rejects.toMatchObject({
      status: 529,
      requestID: expect.stringMatching(/^req_/),
    });
    simulator.faults.inject({ fault: 'error-event-mid-stream' });
    await expect(sdk.messages.stream(question('x')).finalMessage()).rejects.toThrow('overloaded_error');
  });

  it.each(['gzip', 'br', 'deflate', 'zstd'] as const)(
    'reads answers compressed with %s',
    async (compression) => {
      const { sdk } = await client({ compression });
      const { data, response } = await sdk.messages
        .create({ ...question('count to 3000'), max_tokens: 9_000, stream: false })
        .withResponse();
      expect(response.headers.get('content-encoding')).toBe(compression);
      expect(data.content[0]).toMatchObject({ text: expect.stringMatching(/ 3000$/) });
      expect(await sdk.messages.stream(question('say hi')).finalText()).toContain('say hi');
    },
  );
});
