import { Button, Segmented } from 'antd';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Empty } from '../../ui/states/Empty';
import { useReason } from '../decisions/useReason';
import { useChannelName } from '../channels/channels';
import { useCustomerEvents, type Customer, type CustomerEvents } from './customers';
import styles from './customers.module.css';
import { texts } from './texts';

const kinds = ['event', 'decision', 'contact', 'response', 'order', 'survey'] as const;
type Kind = (typeof kinds)[number];

/** By which an answer is known to be on that scale; satisfaction goes up to 5. */
const highestOfRecommendation = 10;

interface Entry {
  readonly key: string;
  readonly kind: Kind;
  readonly at: string;
  readonly text: ReactNode;
  readonly detail: string;
  /** To be explained. */
  readonly decision?: string;
}

/** All that happened to and with the customer, newest first: what set a decision off, what was decided, what reached them, what they said and how they liked it. */
export function TimeLine({ customer, onExplain }: { readonly customer: Customer; readonly onExplain: (decision: string) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const events = useCustomerEvents(customer.customerId).data;
  const entries = useEntries(customer, events);
  const shown = kind === 'all' ? entries : entries.filter((entry) => entry.kind === kind);
  return (
    <>
      <div className={styles.kinds}>
        <Segmented<Kind | 'all'> aria-label={t('timeLine')} value={kind} onChange={setKind} options={[{ value: 'all', label: t('all') }, ...kinds.map((value) => ({ value, label: t(`kind.${value}`) }))]} />
      </div>
      {shown.length === 0 ? (
        <Empty title={t('nothing')}>{t('nothingDetail')}</Empty>
      ) : (
        <ol className={styles.line}>
          {shown.map((entry) => (
            <li key={entry.key} data-kind={entry.kind} className={styles[entry.kind]}>
              <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
              <span className={styles.kind}>{t(`kind.${entry.kind}`)}</span>
              <span className={styles.what}>
                {entry.text}
                {entry.detail !== '' && <span className={styles.note}>{entry.detail}</span>}
              </span>
              {entry.decision !== undefined && (
                <Explain
                  onChoose={() => {
                    onExplain(entry.decision ?? '');
                  }}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {isPresent(events?.completeFrom) && (kind === 'all' || kind === 'event') && <p className={styles.note}>{t('eventsFrom', { time: format.dateTime(events.completeFrom) })}</p>}
    </>
  );
}

function Explain({ onChoose }: { readonly onChoose: () => void }) {
  const t = useTexts(texts);
  return (
    <Button size="small" type="link" onClick={onChoose}>
      {t('why')}
    </Button>
  );
}

/** An event's fields as they came in; times and yes or no as people write them. */
function useFields() {
  const t = useTexts(texts);
  const format = useFormat();
  return useCallback(
    (fields: Readonly<Record<string, unknown>>) =>
      Object.entries(fields).map(([name, value]) => {
        const shown = typeof value === 'boolean' ? t(value ? 'yes' : 'no') : typeof value === 'number' ? format.number(value, 4) : /^\d{4}-\d\d-\d\dT/.test(String(value)) ? format.dateTime(String(value)) : String(value);
        return `${name} ${shown}`;
      }),
    [t, format],
  );
}

/** @param events Undefined while they are looked for: until then events are known by the decisions they set off. */
function useEntries(customer: Customer, events: CustomerEvents | undefined): readonly Entry[] {
  const t = useTexts(texts);
  const reason = useReason();
  const channelOf = useChannelName();
  const fieldsOf = useFields();
  return useMemo(() => {
    const said = (...parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(' · ');
    const contacts = new Map(customer.contacts.map((contact) => [contact.contactId, contact]));
    const all: Entry[] = customer.decisions.flatMap((decision): Entry[] => [
      ...(events === undefined && decision.trigger ? [{ key: `event ${decision.decisionId}`, kind: 'event' as const, at: decision.at, text: decision.trigger, detail: t('setOff') }] : []),
      {
        key: decision.decisionId,
        kind: 'decision',
        at: decision.at,
        text: decision.channel === '' ? t('silent') : channelOf(decision.channel),
        detail: said(decision.trigger ? t('setOffBy', { event: decision.trigger }) : null, decision.touchpoint, decision.decisionId),
        decision: decision.decisionId,
      },
    ]);
    for (const [index, event] of (events?.items ?? []).entries()) {
      all.push({
        key: `event ${event.type} ${event.at} ${String(index)}`,
        kind: 'event',
        at: event.at,
        text: event.type,
        detail: said(...fieldsOf(event.fields), isPresent(event.decisionId) ? t('setOff') : null),
      });
    }

    for (const contact of customer.contacts) {
      all.push({
        key: `contact ${contact.contactId}`,
        kind: 'contact',
        at: contact.stateAt,
        text: (
          <span>
            {contact.campaign ? <Link to={`/campaigns/${contact.campaign}`}>{contact.campaign}</Link> : t('byOthers')} {contact.offering}
          </span>
        ),
        detail: said(t(`state.${contact.state as 'sent'}`), contact.reason ? reason(contact.reason) : null, channelOf(contact.channel), contact.outlet, contact.staff),
      });
    }

    for (const response of customer.responses) {
      const contact = contacts.get(response.recommendationId);
      const detail = said(contact?.campaign, contact?.offering, response.reason ? reason(response.reason) : null, response.outlet, response.staff);
      all.push({ key: `${response.recommendationId} ${response.outcome}`, kind: 'response', at: response.at, text: t(`outcome.${response.outcome as 'accepted'}`), detail });
      if (response.outcome === 'accepted') {
        all.push({ key: `order ${response.recommendationId}`, kind: 'order', at: response.at, text: contact?.offering ?? response.recommendationId, detail: said(response.outlet, response.staff) });
      }
    }

    for (const survey of customer.surveys) {
      all.push({
        key: `survey ${survey.recommendationId}`,
        kind: 'survey',
        at: survey.at,
        text: isPresent(survey.score) ? t(survey.highest === highestOfRecommendation ? 'likely' : 'scored', { score: survey.score, highest: survey.highest }) : t('notAnswered'),
        detail: said(survey.campaign, channelOf(survey.channel), survey.reason ? reason(survey.reason) : null, survey.isLate ? t('tooLate') : null),
      });
    }

    // What came later stands above; of one moment, what follows from the other.
    const order = (entry: Entry) => kinds.indexOf(entry.kind);
    return all.sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || order(other) - order(one));
  }, [customer, events, t, reason, fieldsOf, channelOf]);
}
