import { DownloadOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Card, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { useToday } from '../session/useToday';
import { Definitions } from './Definitions';
import { dimensions, exportAddress, useInsightFigures, type Dimension, type Figures, type FiguresQuestion } from './figures';
import { FigureChart } from './FigureChart';
import { Filters } from './Filters';
import styles from './insight.module.css';
import { Lines } from './Lines';
import { Path } from './Path';
import { daysOf, periodOf } from './period';
import { Sums } from './Sums';
import { texts } from './texts';

/** What everything came to: down the organisation and by everything it can be told apart by. The address holds the whole question. */
export default function InsightPage() {
  const t = useTexts(texts);
  const [question, ask] = useQuestion();
  const figures = useInsightFigures(question);
  const [isExplaining, setExplaining] = useState(false);
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        <>
          <Button
            icon={<QuestionCircleOutlined aria-hidden />}
            onClick={() => {
              setExplaining(true);
            }}
          >
            {t('definitions')}
          </Button>
          <Button icon={<DownloadOutlined aria-hidden />} href={exportAddress(question)} download>
            {t('export')}
          </Button>
        </>
      }
    >
      <Filters question={question} onChange={ask} />
      <Answered query={figures} rows={10}>
        {(known) => (
          <div className={figures.isPlaceholderData ? styles.stale : ''} aria-busy={figures.isPlaceholderData}>
            <Path
              figures={known}
              onChoose={(within) => {
                ask({ by: 'unit', within });
              }}
            />
            <Sums sum={known.sum} />
            <div className={styles.segments}>
              <Segmented<Dimension>
                aria-label={t('by')}
                value={question.by}
                onChange={(by) => {
                  ask({ by });
                }}
                options={dimensions.map((value) => ({ value, label: t(`by.${value}`), disabled: value === 'hour' && !canTellHours(question) }))}
              />
            </div>
            <Told figures={known} onAsk={ask} />
          </div>
        )}
      </Answered>
      <Definitions
        isOpen={isExplaining}
        onClose={() => {
          setExplaining(false);
        }}
      />
    </Page>
  );
}

function Told({ figures, onAsk }: { readonly figures: Figures; readonly onAsk: (change: Change) => void }) {
  return (
    <div className={styles.lines}>
      <Card>
        <FigureChart figures={figures} />
      </Card>
      <Card styles={{ body: { padding: 0 } }}>
        <Lines figures={figures} onAsk={onAsk} />
      </Card>
    </div>
  );
}

/** What of the question changes; undefined takes a condition away. */
export type Change = { readonly [Part in keyof FiguresQuestion]?: FiguresQuestion[Part] | undefined };

const conditions = ['within', 'channel', 'offering', 'campaign'] as const;

function canTellHours({ offering, campaign, from = '', to = '' }: Change): boolean {
  return offering === undefined && campaign === undefined && daysOf(from, to) <= 31;
}

/** The question as it stands in the address; today by unit when the address says nothing. */
function useQuestion(): readonly [FiguresQuestion, (change: Change) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('by');
  const day = useToday();
  const today = periodOf(day, day);
  const given = Object.fromEntries(conditions.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))) as Partial<FiguresQuestion>;
  const question: FiguresQuestion = {
    ...given,
    by: dimensions.find((dimension) => dimension === asked) ?? 'unit',
    from: search.get('from') ?? today.from,
    to: search.get('to') ?? today.to,
  };
  const ask = (change: Change) => {
    const whole: Change = { ...question, ...change };
    const by = whole.by === 'hour' && !canTellHours(whole) ? 'day' : whole.by;
    setSearch(new URLSearchParams(Object.entries({ ...whole, by }).filter((part): part is [string, string] => part[1] !== undefined && part[1] !== '')));
  };
  return [question, ask];
}
