import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { withWorkflowStep } from '../../src/operator/text/workflow-step.js';

const Parameters = z
  .object({
    properties: z.record(z.string(), z.object({ type: z.string() })).default({}),
    required: z.array(z.string()).default([]),
  })
  .prefault({});

const ManifestFile = z.object({
  functions: z
    .record(
      z.string(),
      z.object({ title: z.string(), input_parameters: Parameters, output_parameters: Parameters }),
    )
    .default({}),
  display_information: z.object({ name: z.string() }),
  features: z.object({
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .prefault({}),
    bot_user: z.object({ display_name: z.string() }),
    slash_commands: z
      .array(
        z.object({
          command: z.string().startsWith('/'),
          description: z.string(),
          usage_hint: z.string().default(''),
          should_escape: z.boolean().default(false),
        }),
      )
      .default([]),
    shortcuts: z
      .array(z.object({ name: z.string(), type: z.enum(['global', 'message']), callback_id: z.string() }))
      .default([]),
  }),
  oauth_config: z.object({
    redirect_urls: z.array(z.url()).default([]),
    scopes: z.object({ bot: z.array(z.string()).default([]) }),
  }),
  settings: z.object({
    interactivity: z
      .object({ is_enabled: z.boolean(), message_menu_options_url: z.string().optional() })
      .prefault({ is_enabled: false }),
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
    socket_mode_enabled: z.boolean().default(false),
    org_deploy_enabled: z.boolean().default(false),
    token_rotation_enabled: z.boolean().default(false),
    function_runtime: z.enum(['remote', 'slack']).optional(),
  }),
});

/** A step that the app offers to workflows. */
export interface AppFunction {
  readonly callbackId: string;
  readonly title: string;
  readonly outputs: ReadonlySet<string>;
  readonly requiredOutputs: readonly string[];
}

/** What the app's manifest switches on, and so what Slack allows. */
export interface Manifest {
  readonly appName: string;
  readonly botName: string;
  readonly scopes: ReadonlySet<string>;
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
    readonly shouldEscape: boolean;
  }[];
  readonly globalShortcuts: readonly { readonly callbackId: string; readonly name: string }[];
  readonly functions: readonly AppFunction[];
  readonly botEvents: ReadonlySet<string>;
  readonly hasHomeTab: boolean;
  readonly hasMessagesTab: boolean;
  readonly isInteractive: boolean;
  readonly loadsOptions: boolean;
  readonly redirectUrls: readonly string[];
  /** May be installed in a whole organisation. */
  readonly isOrgReady: boolean;
  readonly rotatesTokens: boolean;
}

const parsedFiles = new Map<string, z.infer<typeof ManifestFile>>();

/** A process that starts many sandboxes reads the same text each time. */
function manifestFile(text: string): z.infer<typeof ManifestFile> {
  const known = parsedFiles.get(text);
  if (known !== undefined) return known;
  const file = ManifestFile.parse(parse(text));
  parsedFiles.set(text, file);
  return file;
}

/**
 * Reads `manifest.yml`, with the step for workflows where that is wanted; throws where a part that the sandbox relies on
 * is malformed.
 */
export const readManifest = (path: string, { workflowStep = false } = {}): Manifest => {
  const text = readFileSync(path, 'utf8');
  const { display_information, features, functions, oauth_config, settings } = manifestFile(
    workflowStep ? withWorkflowStep(text) : text,
  );
  // Slack runs no functions of ours, and offers them only where the app says where they run.
  const isRemote = settings.function_runtime === 'remote' && settings.org_deploy_enabled;
  return {
    appName: display_information.name,
    botName: features.bot_user.display_name,
    scopes: new Set(oauth_config.scopes.bot),
    commands: features.slash_commands.map((it) => ({
      command: it.command,
      description: it.description,
      usageHint: it.usage_hint,
      shouldEscape: it.should_escape,
    })),
    globalShortcuts: features.shortcuts
      .filter((shortcut) => shortcut.type === 'global')
      .map((shortcut) => ({ callbackId: shortcut.callback_id, name: shortcut.name })),
    functions: Object.entries(isRemote ? functions : {}).map(
      ([callbackId, { title, output_parameters }]) => ({
        callbackId,
        title,
        outputs: new Set(Object.keys(output_parameters.properties)),
        requiredOutputs: output_parameters.required,
      }),
    ),
    botEvents: new Set(settings.event_subscriptions.bot_events),
    hasHomeTab: features.app_home.home_tab_enabled,
    hasMessagesTab: features.app_home.messages_tab_enabled,
    isInteractive: settings.interactivity.is_enabled,
    redirectUrls: oauth_config.redirect_urls,
    isOrgReady: settings.org_deploy_enabled,
    rotatesTokens: settings.token_rotation_enabled,
    loadsOptions:
      settings.socket_mode_enabled || settings.interactivity.message_menu_options_url !== undefined,
  };
};
