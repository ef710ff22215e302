import { type ReactNode, useId } from 'react';
import type { Snapshot, WirePerson } from '../../../slack/wire/wire.js';
import type { Sandbox } from '../sandbox-context.js';
import { useShell } from '../shell-context.js';
import { useUnderneath } from '../underneath/underneath-context.js';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';
import { numberOf, STEPS, type StepName } from './steps.js';
import { ADMIN, useLifts } from './use-lifts.js';
import { useTour } from './use-tour.js';

const says = words.tour;

/** One step of the tour at a time, above the conversation; nothing when one has left it. */
export function TourBar({
  snapshot,
  act,
}: {
  /** `undefined` while the workspace of the person opens. */
  readonly snapshot: Snapshot | undefined;
  readonly act: Sandbox['act'];
}): ReactNode {
  const { setTour, showPanel } = useShell();
  const { now } = useUnderneath();
  const { place, skip } = useTour(snapshot);
  const titleId = useId();
  const inJapanese = snapshot?.people.some(isJapaneseAdmin) ?? false;
  const { at, isLeft } = place;
  // Where the app is still to be installed, the tour's people could do nothing of what it says.
  if (isLeft || typeof now?.installUrl === 'string') return null;
  const isDone = at === 'done';
  const { title } = isDone ? says.done : says.steps[at];
  const text = isDone ? says.done.text : says.steps[at].text(inJapanese);
  return (
    <section className="tour" aria-label={says.name}>
      <div className="tour-words" role="status" aria-labelledby={titleId}>
        <p id={titleId} className="tour-title">
          {!isDone && <span className="tour-count">{says.count(numberOf(at), STEPS.length)}</span>}
          <strong>{title}</strong>
        </p>
        <p className="tour-text">{text}</p>
      </div>
      <div className="tour-buttons">
        {isDone ? (
          <button type="button" className="button button-small" onClick={() => showPanel('underneath')}>
            {says.done.underneath}
          </button>
        ) : (
          <>
            <Lifts step={at} snapshot={snapshot} act={act} />
            <button type="button" className="button button-small button-quiet" onClick={skip}>
              {says.skip}
            </button>
          </>
        )}
      </div>
      <button
        type="button"
        className="icon-button tour-leave"
        aria-label={says.leave}
        title={says.leave}
        onClick={() => setTour({ at, isLeft: true })}
      >
        <Icon name="cross" />
      </button>
    </section>
  );
}

/** The admin of the tour, whose language the cards are in, too. */
const isJapaneseAdmin = ({ key, locale }: WirePerson): boolean => key === ADMIN && locale.startsWith('ja');

/** Buttons that do a part of the step. */
function Lifts({
  step,
  snapshot,
  act,
}: {
  readonly step: StepName;
  readonly snapshot: Snapshot | undefined;
  readonly act: Sandbox['act'];
}): ReactNode {
  const lifts = useLifts(step, snapshot, act);
  return says.steps[step].lifts.map((text, index) => (
    <button
      key={text}
      type="button"
      className="button button-small button-primary"
      onClick={() => lifts[index]?.()}
    >
      {text}
    </button>
  ));
}
