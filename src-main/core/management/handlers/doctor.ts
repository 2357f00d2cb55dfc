import type { doctorProcedures } from '../../../../src-shared/contract/doctor.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import { reportBundle } from '../report-bundle.ts';
import type { ManagementServices } from '../services.ts';

type Procedures = Pick<typeof doctorProcedures, 'doctor.run' | 'report.create'>;

/** Finding out what is wrong, and telling others of it. */
export function doctorHandlers(services: ManagementServices): HandlersOf<Procedures> {
  const { doctor, reports, clock } = services;
  return {
    async 'doctor.run'({ folder = null, configDir = null }, { locale }) {
      return ok({
        checks: [...(await doctor.run({ locale, folder, configDir, anonymous: false }))],
        at: clock.now(),
      });
    },
    async 'report.create'(_input, context) {
      // In English, because others are to read it.
      const checks = await doctor.run({ locale: 'en', folder: null, configDir: null, anonymous: true });
      const written = context.passOn(await reports.write(await reportBundle(services, checks)));
      return written.ok ? ok({ file: written.value }) : written;
    },
  };
}
