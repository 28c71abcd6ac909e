import { Alert, Button, Card, Descriptions, Typography } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import administration from '../administration/administration.module.css';
import { useVerification, type Verification } from './audit';
import { texts } from './texts';

/** Whether the trail is as it was written. */
export function VerificationCard() {
  const t = useTexts(texts);
  const [isWanted, setWanted] = useState(false);
  const verification = useVerification(isWanted);
  return (
    <Card title={t('verification')}>
      <div className={administration.stack}>
        <p className={administration.faint}>{t('verificationDetail')}</p>
        <div>
          <Button
            loading={verification.isFetching}
            onClick={() => {
              if (isWanted) {
                void verification.refetch();
              }

              setWanted(true);
            }}
          >
            {t('verify')}
          </Button>
        </div>
        {isWanted && (
          <Answered query={verification} rows={2}>
            {(verified) => <Outcome verified={verified} />}
          </Answered>
        )}
      </div>
    </Card>
  );
}

function Outcome({ verified }: { readonly verified: Verification }) {
  const t = useTexts(texts);
  const format = useFormat();
  const isIntact = verified.faults.length === 0;
  return (
    <>
      <Alert
        type={isIntact ? 'success' : 'error'}
        showIcon
        role="status"
        title={isIntact ? t('intact') : t('broken')}
        description={
          isIntact ? undefined : (
            <ul>
              {verified.faults.map((fault) => (
                <li key={`${String(fault.number)} ${fault.what}`}>
                  {fault.number > 0 && <strong>{t('faultAt', { number: format.number(fault.number) })} </strong>}
                  {fault.what}
                </li>
              ))}
            </ul>
          )
        }
      />
      <Alert type={verified.keyIsKeptApart ? 'success' : 'warning'} showIcon title={t(verified.keyIsKeptApart ? 'keyApart' : 'keyInside')} />
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'entries', label: t('entries'), children: format.number(verified.entries) },
          {
            key: 'head',
            label: t('head'),
            children: (
              <div>
                <Typography.Text code copyable style={{ wordBreak: 'break-all' }}>
                  {verified.head}
                </Typography.Text>
                <p className={administration.faint}>{t('headDetail')}</p>
              </div>
            ),
          },
        ]}
      />
    </>
  );
}
