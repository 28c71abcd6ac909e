import { Col, Descriptions, Row, Statistic, Tag } from 'antd';
import { useFormat } from '../../../ui/format/useFormat';
import { useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { useChannels } from '../../channels/channels';
import { useForecast } from '../campaign';
import type { Campaign } from '../campaigns';
import { texts } from '../detail.texts';
import styles from '../detail.module.css';

/** Whom it is for, what it offers where and says how, and what it can be expected to bring. */
export function PlanStage({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const format = useFormat();
  const channels = useChannels();
  const nameOf = (id: string) => channels.data?.find((channel) => channel.id === id)?.name ?? id;
  const condition = (text: string | null | undefined) => (text ? <code className={styles.code}>{text}</code> : t('everybody'));
  return (
    <div className={styles.sections}>
      <Forecast id={campaign.id} />
      <Descriptions
        bordered
        size="small"
        styles={{ label: { whiteSpace: 'nowrap' } }}
        column={{ xs: 1, lg: 2 }}
        items={[
          { key: 'audience', label: t('audience'), span: 'filled', children: condition(campaign.audience) },
          ...(['eligibility', 'applicability', 'suitability'] as const)
            .filter((part) => campaign[part])
            .map((part) => ({ key: part, label: t(`part.${part}`), span: 'filled' as const, children: condition(campaign[part]) })),
          ...(campaign.trigger ? [{ key: 'trigger', label: t('trigger'), children: <code className={styles.code}>{campaign.trigger.eventType}</code> }] : []),
          {
            key: 'offers',
            label: t('offers'),
            children: campaign.offers.map((offer) => (
              <Tag key={`${offer.offering} ${offer.promotion ?? ''}`}>
                {[offer.offering, offer.promotion].filter(Boolean).join(' + ')} · {format.percent(offer.propensity ?? 0)}
              </Tag>
            )),
          },
          { key: 'channels', label: t('channels'), children: campaign.channels.map((channel) => <Tag key={channel}>{nameOf(channel)}</Tag>) },
          { key: 'holdout', label: t('holdout'), children: format.percent(campaign.holdoutShare ?? 0) },
          { key: 'budget', label: t('budget'), children: campaign.budget === null || campaign.budget === undefined ? t('unlimited') : format.money(campaign.budget) },
        ]}
      />
      <section>
        <h2 className={styles.heading}>{t('wording')}</h2>
        <ul className={styles.wordings}>
          {(campaign.treatments ?? []).map((treatment) => (
            <li key={`${treatment.channel ?? ''} ${treatment.offering ?? ''} ${treatment.text}`}>
              <span className={styles.note}>{[treatment.channel ? nameOf(treatment.channel) : t('anyChannel'), treatment.offering].filter(Boolean).join(' · ')}</span>
              <p>{treatment.text}</p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Forecast({ id }: { readonly id: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Answered query={useForecast(id)} rows={2}>
      {(forecast) => (
        <Row gutter={[16, 16]}>
          {[
            { title: t('audience'), value: format.number(forecast.audience) },
            { title: t('heldOut'), value: format.number(forecast.heldOut) },
            { title: t('expectedResponses'), value: format.number(forecast.responses) },
            { title: t('expectedCost'), value: format.money(forecast.cost) },
            { title: t('expectedRevenue'), value: format.money(forecast.revenue) },
            { title: t('detectable'), value: forecast.detectableRise === null ? '–' : `+${format.number(forecast.detectableRise * 100, 2)}` },
          ].map(({ title, value }) => (
            <Col key={title} xs={12} md={8} xl={4}>
              <Statistic title={title} value={value} />
            </Col>
          ))}
        </Row>
      )}
    </Answered>
  );
}
