import { Button, Segmented } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Empty } from '../../ui/states/Empty';
import { useReason } from '../decisions/useReason';
import { useChannels } from '../channels/channels';
import type { Customer } from './customers';
import styles from './customers.module.css';
import { texts } from './texts';

const kinds = ['event', 'decision', 'contact', 'response', 'order'] as const;
type Kind = (typeof kinds)[number];

interface Entry {
  readonly key: string;
  readonly kind: Kind;
  readonly at: string;
  readonly text: ReactNode;
  readonly detail: string;
  /** To be explained. */
  readonly decision?: string;
}

/** All that happened to and with the customer, newest first: what set a decision off, what was decided, what reached them, what they said. */
export function TimeLine({ customer, onExplain }: { readonly customer: Customer; readonly onExplain: (decision: string) => void }) {
  const t = useTexts(texts);
  const format = useFormat();
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const entries = useEntries(customer);
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

function useEntries(customer: Customer): readonly Entry[] {
  const t = useTexts(texts);
  const reason = useReason();
  const channels = useChannels();
  return useMemo(() => {
    const channelOf = (id: string) => channels.data?.find((channel) => channel.id === id)?.name ?? id;
    const said = (...parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(' · ');
    const contacts = new Map(customer.contacts.map((contact) => [contact.contactId, contact]));
    const all: Entry[] = customer.decisions.flatMap((decision): Entry[] => [
      ...(decision.trigger ? [{ key: `event ${decision.decisionId}`, kind: 'event' as const, at: decision.at, text: decision.trigger, detail: t('setOff') }] : []),
      {
        key: decision.decisionId,
        kind: 'decision',
        at: decision.at,
        text: decision.channel === '' ? t('silent') : channelOf(decision.channel),
        detail: said(decision.touchpoint, decision.decisionId),
        decision: decision.decisionId,
      },
    ]);
    for (const contact of customer.contacts) {
      all.push({
        key: `contact ${contact.contactId}`,
        kind: 'contact',
        at: contact.stateAt,
        text: (
          <>
            {contact.campaign ? <Link to={`/campaigns/${contact.campaign}`}>{contact.campaign}</Link> : t('byOthers')} {contact.offering}
          </>
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

    // What came later stands above; of one moment, what follows from the other.
    const order = (entry: Entry) => kinds.indexOf(entry.kind);
    return all.sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || order(other) - order(one));
  }, [customer, t, reason, channels.data]);
}
