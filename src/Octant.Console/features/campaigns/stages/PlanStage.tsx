import { Descriptions, Table, Tag, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { isPresent } from '../../../api/present';
import type { components } from '../../../api/schema';
import { useFormat } from '../../../ui/format/useFormat';
import { useName, useTexts } from '../../../ui/language/LanguageProvider';
import { Answered } from '../../../ui/states/Answered';
import { Empty } from '../../../ui/states/Empty';
import { useChannelName } from '../../channels/channels';
import { usePermission } from '../../session/session';
import { usePlan } from '../campaign';
import { isPlanned, useLevels, useOfferingName, usePromotionName, useUnitName } from '../planner/sources';
import { isEditable, isSet, type Campaign } from '../campaigns';
import { useScheduleText } from '../period';
import { texts } from '../detail.texts';
import { ForecastView } from './ForecastView';
import styles from '../detail.module.css';

/** A label breaks between words only, which in Chinese is nowhere. */
const tableStyles = { label: { wordBreak: 'keep-all' }, content: { overflowWrap: 'anywhere' } } as const;

/** Whom it is for, what it offers where and says how, and what it can be expected to bring. */
export function PlanStage({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const format = useFormat();
  const nameOf = useChannelName();
  const offeringName = useOfferingName();
  const promotionName = usePromotionName();
  const scheduleText = useScheduleText();
  const day = (time: string | undefined, write: (time: string) => string) => (isSet(time) ? write(time) : t('open'));
  const condition = (text: string | null | undefined) => (text ? <code className={styles.code}>{text}</code> : t('everybody'));
  return (
    <div className={styles.sections}>
      <ForecastView campaign={campaign} />
      <PlanView campaign={campaign} />
      <Descriptions
        bordered
        size="small"
        styles={tableStyles}
        column={{ xs: 1, lg: 2 }}
        items={[
          { key: 'audience', label: t('audience'), span: 'filled', children: condition(campaign.audience) },
          ...(['eligibility', 'applicability', 'suitability'] as const)
            .filter((part) => campaign[part])
            .map((part) => ({ key: part, label: t(`part.${part}`), span: 'filled' as const, children: condition(campaign[part]) })),
          ...(campaign.trigger ? [{ key: 'trigger', label: t('trigger'), children: <code className={styles.code}>{campaign.trigger.eventType}</code> }] : []),
          ...(campaign.schedule
            ? [
                {
                  key: 'schedule',
                  label: t('schedule'),
                  children: [scheduleText(campaign.schedule), isPresent(campaign.schedule.recurrence?.until) ? t('until', { time: format.lastDay(campaign.schedule.recurrence.until) }) : '']
                    .filter(Boolean)
                    .join(' · '),
                },
              ]
            : []),
          {
            key: 'offers',
            label: t('offers'),
            children: campaign.offers.map((offer) => (
              <Tag className={styles.offer ?? ''} key={`${offer.offering} ${offer.promotion ?? ''}`}>
                {[offeringName(offer.offering), offer.promotion ? promotionName(offer.promotion) : ''].filter(Boolean).join(' + ')} · {format.percent(offer.propensity ?? 0)}
              </Tag>
            )),
          },
          { key: 'channels', label: t('channels'), children: campaign.channels.map((channel) => <Tag key={channel}>{nameOf(channel)}</Tag>) },
          { key: 'period', label: t('period'), children: `${day(campaign.start, format.date)} – ${day(campaign.end, format.lastDay)}` },
          { key: 'holdout', label: t('holdout'), children: format.percent(campaign.holdoutShare ?? 0) },
          { key: 'budget', label: t('budget'), children: isPresent(campaign.budget) ? format.money(campaign.budget) : t('unlimited') },
        ]}
      />
      <section>
        <h2 className={styles.heading}>{t('wording')}</h2>
        {(campaign.treatments ?? []).length === 0 && <p className={styles.note}>{t('standardWording')}</p>}
        <ul className={styles.wordings}>
          {(campaign.treatments ?? []).map((treatment) => (
            <li key={`${treatment.channel ?? ''} ${treatment.offering ?? ''} ${treatment.text}`}>
              <span className={styles.note}>{[treatment.channel ? nameOf(treatment.channel) : t('anyChannel'), treatment.offering ? offeringName(treatment.offering) : ''].filter(Boolean).join(' · ')}</span>
              <p>{treatment.text}</p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Why it is made, what counts as success, and what earlier ones taught. */
function PlanView({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const levels = useLevels();
  const channelOf = useChannelName();
  const unitOf = useUnitName();
  const levelOf = (id: string) => {
    const level = levels.data?.items.find((known) => known.id === id);
    return level === undefined ? id : name(level.name);
  };
  return (
    <Answered query={usePlan(campaign.id)} rows={2}>
      {(plan) => {
        if (!isPlanned(plan)) {
          return <NoPlan campaign={campaign} />;
        }

        const { objective, success, owner, level, precedence, resources, survey, lessons } = plan;
        return (
          <>
            <Descriptions
              bordered
              size="small"
              styles={tableStyles}
              column={{ xs: 1, lg: 2 }}
              items={[
                ...(objective ? [{ key: 'objective', label: t('objective'), span: 'filled' as const, children: objective }] : []),
                ...(success
                  ? [
                      {
                        key: 'success',
                        label: t('success'),
                        children: [
                          t(`response.${success.outcome}`),
                          isPresent(success.share) ? format.percent(success.share) : '',
                          isPresent(success.count) ? t('customersOf', { count: format.number(success.count) }) : '',
                        ]
                          .filter(Boolean)
                          .join(' · '),
                      },
                    ]
                  : []),
                ...(owner ? [{ key: 'owner', label: t('owner'), children: owner }] : []),
                ...(level ? [{ key: 'level', label: t('level'), children: levelOf(level) }] : []),
                { key: 'precedence', label: t('precedence'), children: <span className="figure">{precedence ?? 50}</span> },
                ...(survey ? [{ key: 'survey', label: t('survey'), span: 'filled' as const, children: <>{name(survey.question)} <span className={styles.note}>{t('surveyOf', { share: format.percent(survey.askedShare ?? 1, 0), scale: survey.scale === 'recommendation' ? '0–10' : '1–5' })}</span></> }] : []),
                ...(resources ?? []).map((need) => ({
                  key: need.channel,
                  label: t('contactsOf', { channel: channelOf(need.channel) }),
                  children: <span className="figure">{[format.number(need.contactsPerDay), ...need.quotas.map((quota) => `${unitOf(quota.organisation)} ${format.number(quota.contacts)}`)].join(' · ')}</span>,
                })),
              ]}
            />
            {lessons !== undefined && lessons.length > 0 && <Lessons lessons={lessons} />}
          </>
        );
      }}
    </Answered>
  );
}

/** The way to a plan for whoever may still make one: it is edited with the campaign, until that is live. */
function NoPlan({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(texts);
  const permits = usePermission();
  const mayPlan = permits('campaigns:write') && isEditable(campaign);
  return (
    <Empty
      title={t('noPlan')}
      action={
        mayPlan && (
          <Link to={`/campaigns/${campaign.id}/edit`} className={styles.linkButton}>
            {t('makePlan')}
          </Link>
        )
      }
    >
      {t('noPlanDetail')}
    </Empty>
  );
}

type Lesson = components['schemas']['Lesson'];

/** What the campaigns it was made of came to. */
function Lessons({ lessons }: { readonly lessons: readonly Lesson[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const points = (rise: number) => `${rise > 0 ? '+' : ''}${format.number(rise * 100, 2)}`;
  const columns: TableColumnsType<Lesson> = [
    { title: t('campaign'), key: 'name', render: (_, lesson) => <Link to={`/campaigns/${lesson.campaign}?stage=evaluation`}>{lesson.name}</Link> },
    { title: t('part.sent'), key: 'sent', align: 'right', render: (_, { sent }) => <span className="figure">{format.number(sent)}</span> },
    { title: t('response.accepted'), key: 'accepted', align: 'right', render: (_, { accepted }) => <span className="figure">{format.number(accepted)}</span> },
    { title: t('cost'), key: 'cost', align: 'right', responsive: ['md'], render: (_, { cost }) => <span className="figure">{format.money(cost)}</span> },
    {
      title: t('effect'),
      key: 'uplift',
      align: 'right',
      responsive: ['sm'],
      render: (_, { uplift, upliftLow, upliftHigh }) =>
        !isPresent(uplift) ? (
          t('noControlGroup')
        ) : (
          <span className="figure">
            {points(uplift)} {isPresent(upliftLow) && isPresent(upliftHigh) && <span className={styles.note}>{t('intervalOf', { low: points(upliftLow), high: points(upliftHigh) })}</span>}
          </span>
        ),
    },
    {
      title: t('satisfaction'),
      key: 'satisfaction',
      align: 'right',
      responsive: ['md'],
      render: (_, { satisfaction }) =>
        isPresent(satisfaction) ? (
          <span className="figure">
            {format.number(satisfaction.mean, 2)} <span className={styles.note}>{t('answersOf', { count: format.number(satisfaction.answered) })}</span>
          </span>
        ) : (
          '–'
        ),
    },
  ];
  return (
    <section className={styles.lessons}>
      <h2 className={styles.heading}>{t('lessons')}</h2>
      <Table<Lesson> rowKey="campaign" size="small" pagination={false} columns={columns} dataSource={[...lessons]} />
    </section>
  );
}
