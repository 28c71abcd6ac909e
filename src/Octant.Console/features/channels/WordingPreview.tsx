import { Tag } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { Channel } from './channels';
import { smsLength } from './smsLength';
import { texts } from './texts';
import styles from './channels.module.css';

/** Channels whose messages telephone networks cut into segments. */
const short = new Set(['sms']);

interface WordingPreviewProps {
  readonly channel: Channel;
  readonly text: string;
  /** Whose words they are. */
  readonly note: string;
}

/** A text as it reads in its channel: a message on a telephone with its length and segments, a card on a screen, a sheet to speak from. */
export function WordingPreview({ channel, text, note }: WordingPreviewProps) {
  const t = useTexts(texts);
  const form = channel.direction === 'active' && channel.id !== 'outbound' ? 'message' : channel.id === 'web' || channel.id === 'app' || channel.id === 'kiosk' ? 'card' : 'script';
  const isShort = short.has(channel.id);
  const length = smsLength(text);
  return (
    <figure className={styles.preview}>
      <figcaption className={styles.previewHead}>
        <strong>{channel.name}</strong>
        <span className={styles.previewNote}>{note}</span>
      </figcaption>
      <p className={styles[form]}>{marked(text)}</p>
      {isShort ? (
        <p className={styles.length}>
          <Tag color={length.segments > 1 ? 'warning' : 'success'}>{t('segments', { count: length.segments })}</Tag>
          {t('length', { units: length.units, left: length.left, alphabet: t(length.alphabet === 'UCS-2' ? 'unicode' : 'basic') })}
        </p>
      ) : (
        <p className={styles.length}>{t('characters', { count: [...text].length })}</p>
      )}
    </figure>
  );
}

/** Marks such as {name} stand out: they are filled in when it is shown. */
function marked(text: string) {
  return text.split(/(\{[A-Za-z_]\w*\})/).map((part, place) =>
    /^\{\w+\}$/.test(part) ? (
      <mark key={place} className={styles.mark}>
        {part}
      </mark>
    ) : (
      part
    ),
  );
}
