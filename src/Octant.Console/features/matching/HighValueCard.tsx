import { App, Button, Card, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { isPresent } from '../../api/present';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import { useCount } from '../audiences/audiences';
import { usePermission } from '../session/session';
import { usePutHighValue, useSettings, type Settings } from './matching';
import styles from './matching.module.css';
import { texts } from './texts';

/** The rule by which a channel is preferred, and who counts as a high-value customer. */
export function HighValueCard() {
  const t = useTexts(texts);
  const permits = usePermission();
  const settings = useSettings(permits('policies:read'));
  const [isEditing, setEditing] = useState(false);
  return (
    <Card
      title={<h2 className={styles.cardTitle}>{t('rule')}</h2>}
      extra={
        permits('policies:write') &&
        settings.data !== undefined && (
          <Button
            size="small"
            onClick={() => {
              setEditing(true);
            }}
          >
            {t('edit')}
          </Button>
        )
      }
    >
      <ul className={styles.rules}>
        <li>{t('ruleHigh')}</li>
        <li>{t('ruleLow')}</li>
      </ul>
      {permits('policies:read') && (
        <Answered query={settings} rows={1}>
          {({ value }) => (
            <>
              <p className={styles.note}>{t('whoIsHigh')}</p>
              {isPresent(value.highValue) ? (
                <p>
                  <code>{value.highValue}</code> {permits('audiences:read') && <Share expression={value.highValue} />}
                </p>
              ) : (
                <p>{t('nobody')}</p>
              )}
            </>
          )}
        </Answered>
      )}
      {isEditing && settings.data !== undefined && (
        <EditDialog
          {...settings.data}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </Card>
  );
}

function Share({ expression }: { readonly expression: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { data } = useCount(expression);
  return data === undefined ? null : (
    <span className={styles.note}>{t('highCount', { count: format.number(data.count), share: format.percent(data.total === 0 ? 0 : data.count / data.total) })}</span>
  );
}

function EditDialog({ value, tag, onClose }: { readonly value: Settings; readonly tag: string | null; readonly onClose: () => void }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<{ highValue?: string | null }>();
  const { place, shown } = useProblemFields(form);
  const put = usePutHighValue();
  return (
    <Modal open title={t('whoIsHigh')} okText={t('save')} confirmLoading={put.isPending} onOk={form.submit} onCancel={onClose}>
      <Failure error={put.error} shown={shown} />
      <Form<{ highValue?: string | null }>
        form={form}
        layout="vertical"
        initialValues={{ highValue: value.highValue }}
        onFinish={({ highValue }) => {
          put.mutate(
            { value, tag, highValue: highValue?.trim() ? highValue.trim() : null },
            {
              onError: place,
              onSuccess: () => {
                void message.success(t('saved'));
                onClose();
              },
            },
          );
        }}
      >
        <Form.Item name="highValue" label={t('editHigh')}>
          <Input.TextArea autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
