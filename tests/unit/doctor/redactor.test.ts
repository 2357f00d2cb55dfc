import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src-main/core/doctor/report/redactor.ts';

const redact = createRedactor({
  names: ['Studio', 'Studio Paris', 'Claude', 'ab', 'a-b (c) /d\\ [*'],
  hosts: ['gateway.studio.example', 'api.anthropic.com'],
  homeDir: '/home/ada',
});

describe('a redacted report', () => {
  it.each([
    ['work@studio.example and Ada.L+x@mail.example.org', '<email 1> and <email 2>'],
    ['again WORK@studio.example.', 'again <email 1>.'],
    ['“语言@例子.公司”', '“<email 3>”'],
    ['https://gateway.studio.example:8443/tenant-7/v1?key=1', 'https://<host 1>'],
    ['at gateway.studio.example, says https://gateway.studio.example', 'at <host 1>, says https://<host 1>'],
    ['http://ada:secret@proxy.example:3128', 'http://<host 2>'],
    ['https://api.anthropic.com/v1/models?x=1', 'https://api.anthropic.com/v1/models'],
    ['http://127.0.0.1:9090/health', 'http://127.0.0.1:9090/health'],
    ['127.0.0.1 and 192.168.7.8', '127.0.0.1 and <address 1>'],
    ['The account Studio Paris of Studio on Claude, ab', 'The account <name 1> of <name 2> on Claude, ab'],
    ['Studios and aStudio, (Studio)', 'Studios and aStudio, (<name 2>)'],
    ['by a-b (c) /d\\ [*.', 'by <name 3>.'],
    ['/home/ada/.claude/settings.json', '~/.claude/settings.json'],
    ['Bearer abc, sk-ant-api03-xyz12345, eyJhbGciOi.eyJzdWIi.x', '<removed> <removed>, <removed>'],
    [`key ${'k'.repeat(43)} and ${'a1'.repeat(32)}`, 'key <removed> and <removed>'],
  ])('turns %j into %j', (before, after) => {
    expect(redact(before)).toBe(after);
  });

  it('goes through everything, names of fields included', () => {
    expect(redact({ list: ['work@studio.example', 7, null, { 'ada@x.example': true }] })).toEqual({
      list: ['<email 1>', 7, null, { [String(redact('ada@x.example'))]: true }],
    });
  });
});
