import { Button, Card } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useLanguage, useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import administration from '../administration/administration.module.css';
import { useDuration } from '../../ui/format/useDuration';
import { useRoles } from '../operators/operators';
import { usePermission } from '../session/session';
import { BaselineCard } from './BaselineCard';
import { LaneDrawer } from './LaneDrawer';
import { stepsOf, useLanes, type ReviewLane } from './lanes';
import styles from './lanes.module.css';
import { texts } from './texts';

export default function LanesPage() {
  const t = useTexts(texts);
  const mayChange = usePermission()('policies:write');
  const lanes = useLanes();
  const [edited, setEdited] = useState<{ readonly id: string | null } | null>(null);
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        mayChange && (
          <Button
            type="primary"
            onClick={() => {
              setEdited({ id: null });
            }}
          >
            {t('new')}
          </Button>
        )
      }
    >
      <div className={administration.stack}>
        <Card>
          <Answered query={lanes}>
            {(items) =>
              items.length === 0 ? (
                <Empty title={t('none')}>{t('noneDetail')}</Empty>
              ) : (
                <Steps
                  lanes={items}
                  onOpen={(id) => {
                    setEdited({ id });
                  }}
                />
              )
            }
          </Answered>
        </Card>
        <BaselineCard mayChange={mayChange} />
      </div>
      {edited !== null && (
        <LaneDrawer
          id={edited.id}
          lanes={lanes.data ?? []}
          mayChange={mayChange}
          onClosed={() => {
            setEdited(null);
          }}
        />
      )}
    </Page>
  );
}

/** The way of a campaign through the house, from left to right. */
function Steps({ lanes, onOpen }: { readonly lanes: readonly ReviewLane[]; readonly onOpen: (id: string) => void }) {
  const t = useTexts(texts);
  const name = useName();
  const { language } = useLanguage();
  const format = useFormat();
  const duration = useDuration();
  const roles = usePermission()('operators:read');
  const thresholds = (lane: ReviewLane) =>
    lane.from
      ? [
          ...(lane.from.newTariff === true ? [t('newTariff')] : []),
          ...(typeof lane.from.budget === 'number' ? [t('budgetFrom', { amount: format.money(lane.from.budget) })] : []),
          ...(typeof lane.from.audience === 'number' ? [t('audienceFrom', { count: format.number(lane.from.audience) })] : []),
        ].join(' · ')
      : t('when.always');
  return (
    <div className={styles.steps}>
      {stepsOf(lanes).map((step, index) => (
        <section key={step[0]?.id} className={styles.step}>
          <h2>{t('step', { number: index + 1 })}</h2>
          {step.map((lane) => (
            <button
              key={lane.id}
              type="button"
              className={styles.lane}
              onClick={() => {
                onOpen(lane.id);
              }}
            >
              <strong>{language === 'en' ? (lane.englishName ?? lane.name) : lane.name}</strong>
              <span>{lane.role ? roles ? <RoleNameOf id={lane.role} name={name} /> : lane.role : t('anyReviewer')}</span>
              <span>{(lane.covers ?? []).length === 0 ? t('all') : (lane.covers ?? []).map((part) => t(`part.${part}`)).join(' · ')}</span>
              <span>{thresholds(lane)}</span>
              {lane.within && (
                <span>
                  {t('within')} {duration(lane.within)}
                </span>
              )}
            </button>
          ))}
        </section>
      ))}
    </div>
  );
}

function RoleNameOf({ id, name }: { readonly id: string; readonly name: ReturnType<typeof useName> }) {
  const role = useRoles().data?.find((known) => known.id === id);
  return role === undefined ? id : name(role.name);
}
