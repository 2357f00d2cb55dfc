import { onTestFinished } from 'vitest';
import { ScriptProcess } from './script-process.ts';

/** A script process that is killed when the current test ends. */
export class ScriptChild extends ScriptProcess {
  constructor(script: string, args: readonly string[]) {
    super(script, args);
    onTestFinished(() => void this.process.kill('SIGKILL'));
  }
}
