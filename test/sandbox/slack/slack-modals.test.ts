import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newScene, refusalOf, type Scene } from './slack-with-fake-bot.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene();
});
afterEach(() => scene.close());

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const nameInput = {
  type: 'input',
  block_id: 'name',
  label: plain('Name'),
  element: { type: 'plain_text_input', action_id: 'name', max_length: 10 },
} as const;
const modal = (title: string, blocks: object[] = [nameInput], more: object = {}) => ({
  type: 'modal',
  title: plain(title),
  submit: plain('Go'),
  blocks,
  ...more,
});

/** Runs the shortcut; the bot opens `view` with its trigger. */
const openWith = async (view: object): Promise<string> => {
  await scene.slack.as('aiko').shortcut('do_it');
  return refusalOf(scene.web.apiCall('views.open', { trigger_id: scene.bot.last().trigger_id, view }));
};

describe('a trigger', () => {
  test('opens one modal only', async () => {
    expect(await openWith(modal('One'))).toBe('no refusal');
    const again = { trigger_id: scene.bot.last().trigger_id, view: modal('Two') };
    expect(await refusalOf(scene.web.apiCall('views.open', again))).toBe('exchanged_trigger_id');
    expect(scene.slack.as('aiko').modal()?.title).toBe('One');
  });

  test('is good for three seconds', async () => {
    await scene.slack.as('aiko').shortcut('do_it');
    scene.passes(3001);
    const late = { trigger_id: scene.bot.last().trigger_id, view: modal('Late') };
    expect(await refusalOf(scene.web.apiCall('views.open', late))).toBe('expired_trigger_id');
  });
});

describe('a modal', () => {
  test('keeps Slack’s limits', async () => {
    expect(await openWith(modal('x'.repeat(25)))).toContain(
      'must be less than 25 characters [json-pointer:/view/title',
    );
    const { submit: _, ...withoutSubmit } = modal('No submit');
    expect(await openWith(withoutSubmit)).toContain('missing required field: submit');
    expect(await openWith(modal('Meta', [nameInput], { private_metadata: 'x'.repeat(3001) }))).toContain(
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    );
  });

  test('sends what was typed, and closes on an empty answer', async () => {
    const { slack, bot } = scene;
    const aiko = slack.as('aiko');
    await openWith(modal('New'));
    await aiko.fill('Name', 'reports');
    await aiko.submit();
    expect(bot.last().view?.state.values).toEqual({
      name: { name: { type: 'plain_text_input', value: 'reports' } },
    });
    expect(aiko.modal()).toBeUndefined();
  });

  test('is not sent while a required field is empty or too long', async () => {
    const { slack, bot } = scene;
    const aiko = slack.as('aiko');
    await openWith(modal('New'));
    expect(await aiko.submit()).toMatchObject({ ok: false, status: 0 });
    expect(aiko.modal()?.errors).toEqual({ Name: 'Please complete this required field.' });
    await aiko.fill('Name', 'much too long');
    await aiko.submit();
    expect(aiko.modal()?.errors).toEqual({ Name: 'Must be less than 11 characters.' });
    expect(bot.last().type).toBe('shortcut');
  });

  test.each([
    [{ min_value: '1', max_value: '30' }, '0', 'Please enter a number from 1 to 30.'],
    [{ min_value: '1' }, '0', 'Please enter a number of 1 or more.'],
    [{ max_value: '30' }, '31', 'Please enter a number of 30 or less.'],
  ])('is not sent with a number outside of %o', async (range, typed, said) => {
    const aiko = scene.slack.as('aiko');
    const element = { type: 'number_input', is_decimal_allowed: false, action_id: 'days', ...range };
    await openWith(modal('New', [{ type: 'input', block_id: 'days', label: plain('Days'), element }]));
    await aiko.fill('Days', typed);
    await aiko.submit();
    expect(aiko.modal()?.errors).toEqual({ Days: said });
  });

  test('shows the bot’s errors under fields that exist', async () => {
    const { slack, bot } = scene;
    const aiko = slack.as('aiko');
    await openWith(modal('New'));
    await aiko.fill('Name', 'taken');
    bot.answer(() => ({ body: { response_action: 'errors', errors: { name: 'This name is taken.' } } }));
    expect(await aiko.submit()).toMatchObject({ ok: true });
    expect(aiko.modal()?.errors).toEqual({ Name: 'This name is taken.' });
    bot.answer(() => ({ body: { response_action: 'errors', errors: { nmae: 'typo' } } }));
    expect(await aiko.submit()).toMatchObject({ ok: false });
    expect(aiko.modal()?.notice).toBe('We had some trouble connecting. Try again?');
    expect(slack.violations()).toEqual([
      'answer to view_submission: errors_without_input_block {"unknown":["nmae"]}',
    ]);
  });

  test('is updated, pushed upon and cleared by the answer to its submission', async () => {
    const { slack, bot } = scene;
    const aiko = slack.as('aiko');
    await openWith(modal('One'));
    await aiko.fill('Name', 'a');
    bot.answer(() => ({ body: { response_action: 'push', view: modal('Two', []) } }));
    await aiko.submit();
    expect(aiko.modal()?.title).toBe('Two');
    bot.answer(() => ({ body: { response_action: 'update', view: modal('Two b', []) } }));
    await aiko.submit();
    expect(aiko.modal()?.title).toBe('Two b');
    bot.answer(() => ({ body: { response_action: 'clear' } }));
    await aiko.submit();
    expect(aiko.modal()).toBeUndefined();
  });

  test('keeps what was typed over an update where block and element keep their ids', async () => {
    const { slack, web } = scene;
    const aiko = slack.as('aiko');
    await openWith(modal('One', [nameInput, { ...nameInput, block_id: 'other', label: plain('Other') }]));
    const id = aiko.modal()?.viewId ?? '';
    await aiko.fill('Name', 'kept');
    await aiko.fill('Other', 'lost');
    const blocks = [nameInput, { ...nameInput, block_id: 'another', label: plain('Other') }];
    await web.apiCall('views.update', { view_id: id, view: modal('Two', blocks) });
    expect(aiko.modal()?.fields).toEqual({ Name: 'kept', Other: null });
  });

  test('refuses an update with a stale hash, and one of a view that is closed', async () => {
    const { slack, web } = scene;
    const aiko = slack.as('aiko');
    await openWith(modal('One', []));
    const view_id = aiko.modal()?.viewId ?? '';
    const stale = web.apiCall('views.update', { view_id, hash: 'stale', view: modal('Two', []) });
    expect(await refusalOf(stale)).toBe('hash_conflict');
    await aiko.closeModal();
    expect(await refusalOf(web.apiCall('views.update', { view_id, view: modal('Two', []) }))).toBe(
      'not_found',
    );
  });

  test('stands on a stack of three at most', async () => {
    const { slack, bot, web } = scene;
    const aiko = slack.as('aiko');
    const withButton = (title: string) =>
      modal(title, [
        { type: 'actions', elements: [{ type: 'button', action_id: 'b', text: plain('More') }] },
      ]);
    await openWith(withButton('1'));
    const push = async (title: string) => {
      await aiko.press('More');
      return refusalOf(
        web.apiCall('views.push', { trigger_id: bot.last().trigger_id, view: withButton(title) }),
      );
    };
    expect([await push('2'), await push('3'), await push('4')]).toEqual([
      'no refusal',
      'no refusal',
      'push_limit_reached',
    ]);
  });

  test('tells the bot when it is closed, if the bot asked for it', async () => {
    const { slack, bot } = scene;
    await openWith(modal('One', [], { notify_on_close: true }));
    await slack.as('aiko').closeModal({ all: true });
    expect(bot.last()).toMatchObject({ type: 'view_closed', is_cleared: true });
  });

  test('offers the bot’s options in an external select', async () => {
    const { slack, bot } = scene;
    const aiko = slack.as('aiko');
    const element = { type: 'external_select', action_id: 'user', min_query_length: 0 };
    await openWith(modal('One', [{ ...nameInput, block_id: 'user', label: plain('Alphaus user'), element }]));
    bot.answer(({ type }) =>
      type === 'block_suggestion'
        ? { body: { options: [{ text: plain('ACME root'), value: 'acme' }] } }
        : undefined,
    );
    expect(await aiko.typeahead('Alphaus user', 'ac')).toEqual([{ text: 'ACME root', value: 'acme' }]);
    await aiko.choose('Alphaus user', 'ACME root');
    await aiko.submit();
    expect(bot.last().view?.state.values['user']?.['user']).toMatchObject({
      selected_option: { value: 'acme', text: { text: 'ACME root' } },
    });
    expect(slack.violations()).toEqual([]);
  });
});

describe('App Home', () => {
  test('is opened, published and used by its person', async () => {
    const { slack, bot, web } = scene;
    const aiko = slack.as('aiko');
    await aiko.openHome();
    expect(bot.last().event).toMatchObject({ type: 'app_home_opened', user: 'U0AIKO', tab: 'home' });
    const blocks = [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: '*reports*' },
        accessory: {
          type: 'button',
          action_id: 'delete',
          text: plain('Delete'),
          confirm: {
            title: plain('Sure?'),
            text: plain('Gone for good'),
            confirm: plain('Yes'),
            deny: plain('No'),
          },
        },
      },
    ];
    await web.apiCall('views.publish', { user_id: 'U0AIKO', view: { type: 'home', blocks } });
    expect(aiko.home()?.content).toBe('reports\n[Delete]');
    const before = bot.received.length;
    await aiko.press('Delete', { confirm: false });
    expect(bot.received).toHaveLength(before);
    await aiko.press('Delete', { confirm: true, near: 'reports' });
    expect(bot.last()).toMatchObject({
      type: 'block_actions',
      actions: [{ action_id: 'delete', type: 'button' }],
    });
    expect(slack.as('ben').home()).toBeUndefined();
  });
});
