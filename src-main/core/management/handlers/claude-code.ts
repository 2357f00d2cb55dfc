import type { claudeCodeProcedures } from '../../../../src-shared/contract/claude-code.ts';
import type { FileStanding } from '../../claude-code/claude-code-desk.ts';
import type { Preview } from '../../claude-code/planned-change.ts';
import { ok } from '../../lib/result.ts';
import type { CallContext } from '../call-context.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';

/** Pointing Claude Code at this gateway, and back. */
export function claudeCodeHandlers({
  claudeCode,
}: Pick<ManagementServices, 'claudeCode'>): HandlersOf<typeof claudeCodeProcedures> {
  return {
    async 'claudeCode.status'(_input, context) {
      const [standings, claudeCodeVersion] = await Promise.all([
        claudeCode.standings(),
        claudeCode.version(),
      ]);
      return ok({
        files: standings.map((standing) => stateOf(standing, context)),
        environmentBaseUrl: claudeCode.environmentBaseUrl,
        claudeCodeVersion,
      });
    },
    async 'claudeCode.preview'(input, context) {
      const preview = context.passOn(await claudeCode.preview(input));
      return preview.ok ? ok(previewOf(preview.value)) : preview;
    },
    async 'claudeCode.previewDisconnect'(input, context) {
      const preview = context.passOn(await claudeCode.previewDisconnect(input));
      return preview.ok ? ok(previewOf(preview.value)) : preview;
    },
    async 'claudeCode.connect'(input, context) {
      const connected = context.passOn(await claudeCode.connect(input));
      return connected.ok ? ok(stateOf(connected.value, context)) : connected;
    },
    async 'claudeCode.disconnect'(input, context) {
      const disconnected = context.passOn(await claudeCode.disconnect(input));
      return disconnected.ok ? ok(stateOf(disconnected.value, context)) : disconnected;
    },
  };
}

const previewOf = (preview: Preview) => ({ ...preview, diff: [...preview.diff] });

function stateOf(standing: FileStanding, context: CallContext) {
  const { problem } = standing;
  return { ...standing, problem: problem === null ? null : context.translate(problem).message };
}
