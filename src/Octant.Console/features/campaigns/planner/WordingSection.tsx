import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select, Tooltip } from 'antd';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { useChannelName, useChannels } from '../../channels/channels';
import { WordingPreview } from '../../channels/WordingPreview';
import type { CampaignDraft } from './draft';
import { useOfferingName, useOfferings } from './sources';
import { texts } from './texts';
import styles from './planner.module.css';

const mostWordings = 100;
const longest = 2000;

type Wording = CampaignDraft['treatments'][number];

/** What is said in each channel: words of the campaign's own, or else the offering's standard wording, as the customer will see it. */
export function WordingSection({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  return (
    <>
      <Form.List name="treatments">
        {(rows, { add, remove }) => (
          <>
            <ul className={styles.rows}>
              {rows.map((row, place) => (
                <li key={row.key} className={styles.row}>
                  <WordingFields place={place} at={row.name} draft={draft} />
                  <Tooltip title={t('removeWording')}>
                    <Button
                      type="text"
                      className={styles.remove ?? ''}
                      icon={<CloseOutlined aria-hidden />}
                      aria-label={t('removeWording')}
                      onClick={() => {
                        remove(row.name);
                      }}
                    />
                  </Tooltip>
                </li>
              ))}
            </ul>
            {rows.length < mostWordings && (
              <Button
                type="dashed"
                icon={<PlusOutlined aria-hidden />}
                onClick={() => {
                  add(nextWording(draft));
                }}
              >
                {rows.length === 0 ? t('ownWording') : t('addWording')}
              </Button>
            )}
          </>
        )}
      </Form.List>
      <h3 className={styles.partTitle}>{t('preview')}</h3>
      <Previews draft={draft} />
    </>
  );
}

/** Each further wording is for the first channel that has none of its own; with one in each, it is another variant to try. */
function nextWording(draft: CampaignDraft): Wording {
  const free = draft.channels.find((id) => !draft.treatments.some((wording) => wording.channel === id));
  const isVariant = draft.treatments.length > 0 && free === undefined;
  return { channel: draft.treatments.length === 0 || isVariant ? null : (free ?? null), offering: null, variant: isVariant ? String.fromCharCode('A'.charCodeAt(0) + Math.min(25, draft.treatments.length)) : '', text: '' };
}

function WordingFields({ place, at, draft }: { readonly place: number; readonly at: number; readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const nameOf = useChannelName();
  const offeringName = useOfferingName();
  const offered = [...new Set(draft.offers.flatMap((offer) => (offer.offering ? [offer.offering] : [])))];
  return (
    <div className={styles.wording}>
      <Form.Item name={[at, 'channel']} label={t('wordingChannel')}>
        <Select allowClear placeholder={t('anyChannel')} options={draft.channels.map((id) => ({ value: id, label: nameOf(id) }))} />
      </Form.Item>
      <Form.Item name={[at, 'offering']} label={t('wordingOffering')}>
        <Select allowClear placeholder={t('anyOffering')} options={offered.map((id) => ({ value: id, label: offeringName(id) }))} />
      </Form.Item>
      <Form.Item name={[at, 'variant']} label={t('variant')} tooltip={t('variantDetail')}>
        <Input maxLength={64} placeholder={t('noVariant')} />
      </Form.Item>
      <Form.Item
        name={[at, 'text']}
        label={t('wordingText', { number: place + 1 })}
        className={styles.whole ?? ''}
        extra={t('marksDetail', { open: '{', close: '}' })}
        required
        rules={[{ required: true, whitespace: true, message: t('missing') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={longest} />
      </Form.Item>
    </div>
  );
}

/** As decisions choose words: the most precise for offering and channel, otherwise the offering's own. */
function wordingFor(draft: CampaignDraft, channel: string, offering: string | undefined): readonly Wording[] {
  const precision = (wording: Wording) => (wording.offering ? 2 : 0) + (wording.channel ? 1 : 0);
  const fitting = draft.treatments.filter((wording) => wording.text?.trim() && (!wording.channel || wording.channel === channel) && (!wording.offering || wording.offering === offering));
  const variants = [...new Set(fitting.map((wording) => wording.variant ?? ''))];
  return variants.flatMap((variant) => {
    const [best] = fitting.filter((wording) => (wording.variant ?? '') === variant).sort((one, other) => precision(other) - precision(one));
    return best === undefined ? [] : [best];
  });
}

function Previews({ draft }: { readonly draft: CampaignDraft }) {
  const t = useTexts(texts);
  const channels = useChannels();
  const offerings = useOfferings();
  const chosen = (channels.data ?? []).filter((channel) => draft.channels.includes(channel.id));
  const offering = offerings.data?.items.find(({ id }) => id === draft.offers[0]?.offering);
  if (chosen.length === 0 || offering === undefined) {
    return <p className={styles.note}>{t('previewEmpty')}</p>;
  }

  return (
    <ul className={styles.previews}>
      {chosen.flatMap((channel) => {
        const own = wordingFor(draft, channel.id, offering.id);
        const roomy = channel.abilities?.output?.includes('longText') ?? false;
        const { brief, oneLine } = offering.wording ?? {};
        const standard = (roomy ? (brief ?? oneLine) : (oneLine ?? brief)) ?? offering.name;
        return (own.length === 0 ? [{ variant: '', text: standard }] : own).map((wording) => (
          <li key={`${channel.id} ${wording.variant ?? ''}`}>
            <WordingPreview channel={channel} text={wording.text ?? ''} note={[own.length === 0 ? t('standardWording') : t('ownWordingHere'), wording.variant].filter(Boolean).join(' · ')} />
          </li>
        ));
      })}
    </ul>
  );
}
