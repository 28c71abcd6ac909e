import { Card, Select, Tag } from 'antd';
import { useState } from 'react';
import type { components } from '../../api/schema';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { useChannels, type Channel } from '../channels/channels';
import { smsLength } from '../channels/smsLength';
import styles from './offerings.module.css';
import { texts } from './texts';

type Wording = components['schemas']['StandardWording'];

/** The part that a channel says where a campaign says nothing of its own: roomy channels the brief one, others the one line. */
function spokenPart(channel: Channel, wording: Wording): 'brief' | 'oneLine' | 'name' {
  const isRoomy = channel.abilities?.output?.includes('longText') ?? false;
  const order = isRoomy ? (['brief', 'oneLine'] as const) : (['oneLine', 'brief'] as const);
  return order.find((part) => (wording[part] ?? '') !== '') ?? 'name';
}

/** What the customer reads in each channel, as it looks there, and how many messages it takes by SMS. */
export function StandardWordingPreview({ wording, name }: { readonly wording: Wording; readonly name: string | undefined }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channels = useChannels().data ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const channel = channels.find(({ id }) => id === chosen) ?? channels.find(({ id }) => id === 'sms') ?? channels[0];
  if (channel === undefined) {
    return null;
  }

  const part = spokenPart(channel, wording);
  const text = (part === 'name' ? name : wording[part]) ?? '';
  // What only takes short text and speaks first is a text message.
  const isMessage = channel.direction === 'active' && !(channel.abilities?.output?.includes('longText') ?? false);
  const sms = smsLength(text);
  return (
    <Card
      title={<h2 className={styles.cardTitle}>{t('preview')}</h2>}
      extra={
        <Select
          aria-label={t('previewChannel')}
          className={styles.previewChannel ?? ''}
          value={channel.id}
          onChange={setChosen}
          options={channels.map(({ id, name: label }) => ({ value: id, label }))}
        />
      }
    >
      <p className={styles.previewPart}>{t(`part.${part}`)}</p>
      <blockquote className={isMessage ? styles.bubble : styles.panel}>{text === '' ? t('previewEmpty') : text}</blockquote>
      {isMessage && (
        <p className={styles.previewLength} data-testid="sms-length">
          <Tag color={sms.segments > 1 ? 'warning' : 'success'}>{t('segments', { count: format.number(sms.segments) })}</Tag>
          {t('smsUnits', { alphabet: sms.alphabet, units: format.number(sms.units), left: format.number(sms.left) })}
        </p>
      )}
    </Card>
  );
}
