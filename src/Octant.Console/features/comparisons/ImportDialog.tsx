import { Alert, Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { usePutComparison, type Comparison } from './comparisons';
import styles from './comparisons.module.css';
import { readChanges, readRecommendations, readTable, TableError } from './tables';
import { texts } from './texts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  readonly source?: string;
}

/** Takes in the published tables; what they hold is shown before anything is kept. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const [form] = Form.useForm<Named>();
  const [changes, setChanges] = useState<ReturnType<typeof readChanges> | null>(null);
  const [recommendations, setRecommendations] = useState<NonNullable<Comparison['recommendations']>>([]);
  const [wrong, setWrong] = useState<TableError | null>(null);
  const put = usePutComparison();
  const read = async (file: File | undefined, take: (text: string) => void) => {
    try {
      setWrong(null);
      take((await file?.text()) ?? '');
    } catch (error) {
      if (!(error instanceof TableError)) {
        throw error;
      }

      setWrong(error);
    }
  };
  return (
    <Modal
      open
      title={t('import')}
      okText={t('keep')}
      okButtonProps={{ disabled: changes === null || wrong !== null, loading: put.isPending }}
      onCancel={onClose}
      onOk={() => {
        form.submit();
      }}
    >
      <Form<Named>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ id, name, before, after, source }) => {
          if (changes !== null) {
            const comparison: Comparison = { ...changes, id, name, before: before ?? changes.before, after: after ?? changes.after, recommendations, source: source ?? null };
            put.mutate(comparison, {
              onSuccess: () => {
                onClose();
                void navigate(`/comparisons/${id}`);
              },
            });
          }
        }}
      >
        <FileField
          label={t('changesFile')}
          detail={t('changesForm')}
          onChoose={(file) => {
            void read(file, (text) => {
              const known = readChanges(readTable(text));
              setChanges(known);
              form.setFieldsValue({ before: known.before, after: known.after });
            });
          }}
        />
        {changes !== null && <Alert type="success" showIcon title={t('changesRead', { parts: String(changes.parts.length), measures: changes.measures.map(({ name }) => name).join(', ') })} />}
        <FileField
          label={t('recommendationsFile')}
          detail={t('recommendationsForm')}
          onChoose={(file) => {
            void read(file, (text) => {
              setRecommendations(readRecommendations(readTable(text)));
            });
          }}
        />
        {wrong !== null && <Alert type="error" showIcon role="alert" title={t(`wrong.${wrong.key}`, wrong.values)} />}
        <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}>
          <Input />
        </Form.Item>
        <Form.Item name="id" label={t('id')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idForm') }]}>
          <Input />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item name="before" label={t('before')}>
            <Input />
          </Form.Item>
          <Form.Item name="after" label={t('after')}>
            <Input />
          </Form.Item>
        </div>
        <Form.Item name="source" label={t('source')}>
          <Input />
        </Form.Item>
      </Form>
      <Failure error={put.error} />
    </Modal>
  );
}

function FileField({ label, detail, onChoose }: { readonly label: string; readonly detail: ReactNode; readonly onChoose: (file: File | undefined) => void }) {
  return (
    <label className={styles.file}>
      <span>{label}</span>
      <input
        type="file"
        accept=".csv,text/csv"
        onChange={(change) => {
          onChoose(change.target.files?.[0]);
        }}
      />
      <span className={styles.note}>{detail}</span>
    </label>
  );
}
