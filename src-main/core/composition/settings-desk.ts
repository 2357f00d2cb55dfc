import type { HandlerInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { localized } from '../../../src-shared/i18n/localized.ts';
import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { Clock } from '../lib/clock.ts';
import { failLocalized } from '../lib/localized-failure.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ImportReport, SettingsEditsService } from '../management/services.ts';
import type { EntryRef } from '../settings/document-edits.ts';
import { changeGeneral, resetGeneral } from '../settings/general-edits.ts';
import { type ImportPlan, planImport } from '../settings/import-older.ts';
import { parseSettings } from '../settings/parse-settings.ts';
import { formatOfFile } from '../settings/read-document.ts';
import type { Settings, SettingsSource } from '../settings/settings.ts';
import type { SettingsDocument } from '../settings/settings-document.ts';
import { describeProblems, problemText } from '../settings/settings-problem.ts';
import { sayOfSettings } from '../settings/statement.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { SettingsCommands } from './settings-commands.ts';

interface SettingsDeskOptions {
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly commands: SettingsCommands;
  readonly registry: Pick<AccountRegistry, 'idForEntry' | 'secretsChanged'>;
  readonly vault: Vault;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether the system's keychain holds the master key, under the service name that was in force at the start. */
  readonly keychainInUse: () => Promise<boolean>;
}

/** Carries out what people do with the settings as a whole. */
export class SettingsDesk implements SettingsEditsService {
  readonly #options: SettingsDeskOptions;
  readonly #atStart: Settings;

  constructor(options: SettingsDeskOptions) {
    this.#options = options;
    this.#atStart = options.settings.current();
  }

  async update(
    change: HandlerInput<'settings.update'>,
  ): Promise<Result<ProcedureOutput<'settings.update'>, ErrorCode>> {
    const { settings, commands } = this.#options;
    const refused = await this.#refusedServiceName(change.serviceName);
    if (refused !== null) return refused;
    const updated = commands.update((document) => changeGeneral(document, change));
    if (!updated.ok) return updated;
    return ok({ restartNeeded: !isAlikeAtStart(settings.current(), this.#atStart) });
  }

  /** The next start looks for the master key under the new name, so the key must not lie under the old one. */
  async #refusedServiceName(wanted: string | undefined) {
    const { serviceName } = this.#atStart.oauth;
    if (wanted === undefined || wanted === serviceName || !(await this.#options.keychainInUse())) return null;
    return failLocalized(
      'service_name_in_use',
      localized((locale) => sayOfSettings(locale)('refused.serviceName', { name: serviceName })),
    );
  }

  async exportYaml(): Promise<string> {
    // Loads a YAML library that nothing else needs.
    const { exportYaml } = await import('../settings/export-yaml.ts');
    return exportYaml(this.#options.settings.current());
  }

  async import({
    fileName,
    text,
    dryRun,
    acceptTerms,
  }: HandlerInput<'settings.import'>): Promise<Result<ImportReport, ErrorCode>> {
    const { commands } = this.#options;
    const format = formatOfFile(fileName);
    if (format === null) {
      return importInvalid((locale) => sayOfSettings(locale)('refused.ending', { file: fileName }));
    }
    const parsed = await parseSettings(text, { file: fileName, format });
    if (!parsed.ok) return importInvalid((locale) => describeProblems(parsed.errors, locale));
    const before = commands.document();
    if (!before.ok) return before;
    const planFor: Plan = (current) => planImport(parsed, { file: fileName, current, acceptTerms });
    const plan = planFor(before.value);
    const changed = plan.document !== before.value;
    if (changed && !dryRun) {
      const done = await this.#carryOut(plan, planFor);
      if (!done.ok) return done;
    }
    return ok({
      changed,
      accountsAdded: plan.added.map(entryText),
      accountsAlreadyThere: plan.alreadyThere.map(entryText),
      routesAdded: [...plan.routes],
      secretsMoved: plan.secrets.length,
      termsAccepted: plan.termsAccepted,
      warnings: plan.warnings.map((warning) => localized((locale) => problemText(warning, locale))),
    });
  }

  async reset(): Promise<Result<void, ErrorCode>> {
    return this.#options.commands.update(resetGeneral);
  }

  /** Secrets into the vault, then the document; where that fails, the secrets out again. */
  async #carryOut({ secrets }: ImportPlan, planFor: Plan): Promise<Result<void, ErrorCode>> {
    const { commands, registry, vault, clock } = this.#options;
    const written: string[] = [];
    const giveUp = async (failure: Result<void, ErrorCode>) => {
      for (const id of written) await vault.remove(id);
      return failure;
    };
    for (const { providerName, accountEmail, secret } of secrets) {
      const accountId = registry.idForEntry(providerName, accountEmail);
      const record = { kind: 'account-secret', value: secret.reveal(), addedAt: clock.now() } as const;
      const stored = await vault.write(accountId, record, vault.read(accountId)?.version ?? 0);
      if (!stored.ok) return giveUp(fail('vault_write_failed', stored.error.message));
      written.push(accountId);
    }
    // Planned anew, because the settings may have changed while the vault was written.
    const updated = commands.update((document) => planFor(document).document);
    if (!updated.ok) return giveUp(updated);
    registry.secretsChanged();
    return updated;
  }
}

/** Whether everything is the same that is read at the start alone. */
function isAlikeAtStart(now: Settings, atStart: Settings): boolean {
  return (
    now.server.host === atStart.server.host &&
    now.server.port === atStart.server.port &&
    now.oauth.enablePersistence === atStart.oauth.enablePersistence &&
    now.oauth.serviceName === atStart.oauth.serviceName
  );
}

type Plan = (current: SettingsDocument) => ImportPlan;

function importInvalid(wordsIn: Parameters<typeof localized>[0]) {
  return failLocalized('import_invalid', localized(wordsIn));
}

function entryText({ name, accountEmail }: EntryRef): string {
  return accountEmail === null ? name : `${name} (${accountEmail})`;
}
