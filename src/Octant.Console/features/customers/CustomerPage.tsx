import { Card, Drawer } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { ProblemError } from '../../api/problem';
import { Page } from '../../ui/layout/Page';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { ExplanationView } from '../decisions/ExplanationView';
import { useCustomer, useExplanation, type Customer } from './customers';
import styles from './customers.module.css';
import { Facts } from './Facts';
import { Finder } from './Finder';
import { texts } from './texts';
import { TimeLine } from './TimeLine';

export default function CustomerPage() {
  const { id = '' } = useParams();
  const t = useTexts(texts);
  const customer = useCustomer(id);
  const isUnknown = customer.error instanceof ProblemError && customer.error.status === 404;
  return (
    <Page title={id} detail={t('detail')} actions={<Finder />}>
      {isUnknown ? (
        <Card>
          <Empty title={t('unknown', { id })}>{t('unknownDetail')}</Empty>
        </Card>
      ) : (
        <Answered query={customer} rows={10}>
          {(known) => <Whole key={known.customerId} customer={known} />}
        </Answered>
      )}
    </Page>
  );
}

/** Everything about one customer: what is known at the side, what happened on one line. */
function Whole({ customer }: { readonly customer: Customer }) {
  const t = useTexts(texts);
  const [decision, setDecision] = useState<string | null>(null);
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Card title={t('timeLine')}>
          <TimeLine customer={customer} onExplain={setDecision} />
        </Card>
      </div>
      <Facts customer={customer} />
      <Drawer
        open={decision !== null}
        size={620}
        title={t('why')}
        onClose={() => {
          setDecision(null);
        }}
      >
        {decision !== null && <Explained decision={decision} />}
      </Drawer>
    </div>
  );
}

function Explained({ decision }: { readonly decision: string }) {
  return <Answered query={useExplanation(decision)}>{(explanation) => <ExplanationView explanation={explanation} />}</Answered>;
}
