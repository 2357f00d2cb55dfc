/** The load generator's process: takes one job after another from its parent and answers with what it measured. */
import type { LoadJob } from './load-job.ts';
import { LoadRun } from './load-run.ts';

process.on('message', (job: LoadJob) => {
  new LoadRun(job).run().then(
    (result) => process.send?.({ ok: true, result }),
    (error: unknown) => process.send?.({ ok: false, message: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ kind: 'ready' });
