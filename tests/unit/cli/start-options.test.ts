import { describe, expect, it } from 'vitest';
import { parseStartOptions } from '../../../src-main/headless/start-options.ts';

describe('the options of start', () => {
  it('leave everything to the settings where nothing is said', () => {
    expect(parseStartOptions([], {})).toEqual({
      configFile: null,
      dataDir: null,
      host: null,
      port: null,
      demo: false,
      open: false,
      logLevel: null,
    });
  });

  it('are read from the command line', () => {
    const line = '--config a.yaml --data-dir=/d --host ::1 --port 0 --demo --open --log-level DEBUG';
    expect(parseStartOptions(line.split(' '), {})).toEqual({
      configFile: 'a.yaml',
      dataDir: '/d',
      host: '::1',
      port: 0,
      demo: true,
      open: true,
      logLevel: 'debug',
    });
  });

  it('are taken from the environment where the command line says nothing', () => {
    const env = { ROTA_CONFIG: 'e.toml', ROTA_DATA_DIR: '/e', ROTA_PORT: '9191', ROTA_LOG_LEVEL: 'WARNING' };
    expect(parseStartOptions([], env)).toMatchObject({
      configFile: 'e.toml',
      dataDir: '/e',
      port: 9191,
      logLevel: 'warn',
    });
    expect(parseStartOptions(['--port', '1', '--config', 'c.yaml'], env)).toMatchObject({
      configFile: 'c.yaml',
      port: 1,
    });
  });

  it('count an empty variable as unset', () => {
    const env = { ROTA_CONFIG: '', ROTA_DATA_DIR: '', ROTA_PORT: '', ROTA_LOG_LEVEL: '' };
    expect(parseStartOptions([], env)).toMatchObject({ configFile: null, port: null, logLevel: null });
  });

  it.each([
    [['--port', '65536'], '--port must be a number from 0 to 65535'],
    [['--port', '9090x'], '--port must be a number'],
    [['--port', ''], '--port must be a number'],
    [['--log-level', 'loud'], '--log-level must be one of trace, debug, info, warn, error'],
    [['--config', ''], '--config needs a value'],
    [['--prot', '1'], "Unknown option '--prot'. See rota start --help."],
    [['--port'], "Option '--port <value>' argument missing. See rota start --help."],
    [['surplus'], "Unexpected argument 'surplus'"],
  ])('are refused as %j with one sentence', (args, sentence) => {
    expect(() => parseStartOptions(args, {})).toThrowError(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(sentence) }),
    );
  });

  it('name the variable that is wrong', () => {
    expect(() => parseStartOptions([], { ROTA_PORT: 'web' })).toThrowError(/^ROTA_PORT must be/);
  });

  it('are none where help is asked for', () => {
    expect(parseStartOptions(['--help'], {})).toBeNull();
  });
});
