import { ArrowLeftOutlined } from '@ant-design/icons';
import { Alert, App, Button, Form, Input, Popconfirm, Tabs } from 'antd';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Link, useBlocker, useNavigate, useSearchParams } from 'react-router';
import { ProblemError } from '../../api/problem';
import { Section } from '../form/Section';
import { useTexts } from '../language/LanguageProvider';
import { Page } from '../layout/Page';
import { Answered } from '../states/Answered';
import { Failure } from '../states/Failure';
import { useProblemFields } from '../states/useProblemFields';
import { ConflictDialog, type Clash } from './ConflictDialog';
import { isSame } from './differences';
import { useDocument, usePutDocument, useRemoveDocument, type AnyDocument, type DocumentKind, type Stored } from './documents';
import styles from './documents.module.css';
import { HistoryTab } from './HistoryTab';
import { LabelsContext, type Labels } from './labels';
import { texts } from './texts';

/** The address of a new one, in the place of an id. */
export const newId = 'new';

export interface DocumentEditorProps<T extends AnyDocument> {
  readonly kind: DocumentKind<T>;
  /** {@link newId} for one that is not there yet. */
  readonly id: string;
  /** What a new one begins as; its id is typed. */
  readonly blank: T;
  readonly nameOf: (value: T) => string;
  readonly newTitle: string;
  readonly detail: string;
  /** Where the list of all is, and what it is called. */
  readonly list: { readonly path: string; readonly label: string };
  readonly labels: Labels;
  readonly mayChange: boolean;
  /** The fields, each a `Field` of `ui/form`. */
  readonly fields: ReactNode;
  /** Beside the fields, following what is typed. */
  readonly aside?: (draft: T) => ReactNode;
  /** What the first tab is called where the fields are not the first thing people come for. */
  readonly editLabel?: string;
  /** What stands before the fields, once there is one: what the document comes to. */
  readonly first?: { readonly label: string; readonly content: (saved: T) => ReactNode };
  /** Where a draft is tried before it is saved. */
  readonly trial?: (draft: T) => ReactNode;
}

/** One document: edited, tried, and as it was. */
export function DocumentEditor<T extends AnyDocument>(props: DocumentEditorProps<T>) {
  const { kind, id, blank, newTitle, labels } = props;
  const isNew = id === newId;
  const stored = useDocument(kind, isNew ? null : id);
  return (
    <LabelsContext value={labels}>
      {isNew ? (
        <Editing key={newId} {...props} stored={{ value: blank, tag: null }} />
      ) : stored.data === undefined ? (
        <Page title={stored.isError ? id : newTitle}>
          <Answered query={stored}>{() => null}</Answered>
        </Page>
      ) : (
        <Editing key={id} {...props} stored={stored.data} />
      )}
    </LabelsContext>
  );
}

/** What nobody typed is null, not an empty text. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(clean);
  }

  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, clean(inner)]])));
  }

  return value === '' ? null : value;
}

function Editing<T extends AnyDocument>({ kind, stored, nameOf, newTitle, detail, list, mayChange, fields, aside, editLabel, first, trial }: DocumentEditorProps<T> & { readonly stored: Stored<T> }) {
  const t = useTexts(texts);
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const [form] = Form.useForm<T>();
  const { place, shown } = useProblemFields(form);
  const put = usePutDocument(kind);
  const remove = useRemoveDocument(kind);
  const [base, setBase] = useState(stored);
  const [clash, setClash] = useState<Clash<T> | null>(null);
  const typed = Form.useWatch<T | undefined>([], form);
  const isNew = base.tag === null;
  const id = isNew ? (typed?.id ?? '') : base.value.id;
  const draft = useMemo<T>(() => ({ ...(typed ?? base.value), id }), [typed, base, id]);
  const candidate = useMemo(() => clean(draft) as T, [draft]);
  const isDirty = typed !== undefined && mayChange && !isSame(base.value, candidate);
  const holds = useRef(false);
  useEffect(() => {
    holds.current = isDirty;
  }, [isDirty]);
  useLeaving(holds, modal);

  const begin = (from: Stored<T>) => {
    holds.current = false;
    setClash(null);
    setBase(from);
    form.resetFields();
    form.setFieldsValue(from.value);
  };

  const explain = async (mine: T) => {
    const [theirs, versions] = await Promise.all([
      kind.read(mine.id).catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 404) {
          return null;
        }

        throw error;
      }),
      kind.versions(mine.id, 0, 1).catch(() => null),
    ]);
    setClash({ base: base.value, mine, theirs, version: versions?.items[0] ?? null });
  };

  const save = (value: T, tag: string | null) => {
    put.mutate(
      { value, tag },
      {
        onSuccess: (saved) => {
          begin(saved);
          void message.success(t('saved'));
          if (isNew) {
            void navigate(`${list.path}/${value.id}`, { replace: true });
          }
        },
        onError: (error) => {
          if (!(error instanceof ProblemError) || error.status !== 412) {
            setClash(null);
            place(error);
          } else if (tag === null && isNew) {
            form.setFields([{ name: 'id' as never, errors: [t('idTaken')] }]);
            form.scrollToField('id', { focus: true });
          } else {
            void explain(value);
          }
        },
      },
    );
  };

  const start = first === undefined || isNew ? 'edit' : 'first';
  const tab = address.get('tab') ?? start;
  const goTo = (key: string) => {
    setAddress(key === start ? {} : { tab: key }, { replace: true });
  };
  const isClash = put.error instanceof ProblemError && put.error.status === 412;
  const edit = (
    <Form<T>
      form={form}
      layout="vertical"
      disabled={!mayChange}
      initialValues={base.value}
      scrollToFirstError
      onFinish={() => {
        save(candidate, base.tag);
      }}
    >
      <div className={aside === undefined ? styles.columns : styles.withAside}>
        <div className={styles.sections}>
          {!isClash && <Failure error={put.error} shown={shown} />}
          {isNew && (
            <Section>
              <Form.Item name="id" label={t('id')} extra={t('idRule')} rules={[{ required: true, pattern: /^(?!new$)[\w.-]{1,64}$/, message: t('idRule') }]}>
                <Input maxLength={64} autoComplete="off" />
              </Form.Item>
            </Section>
          )}
          {fields}
        </div>
        {aside !== undefined && <div className={styles.aside}>{aside(draft)}</div>}
      </div>
    </Form>
  );
  return (
    <Page
      title={isNew ? newTitle : nameOf(base.value)}
      detail={
        <>
          <Link to={list.path} className={styles.back}>
            <ArrowLeftOutlined aria-hidden /> {list.label}
          </Link>
          <div>{mayChange ? detail : t('readOnly')}</div>
        </>
      }
      actions={
        mayChange && (
          <>
            {isDirty && !isNew && <span className={styles.unsaved}>{t('unsaved')}</span>}
            {isDirty && !isNew && (
              <Button
                onClick={() => {
                  begin(base);
                }}
              >
                {t('discard')}
              </Button>
            )}
            {!isNew && (
              <Popconfirm
                title={t('deleteSure', { name: nameOf(base.value) })}
                okText={t('delete')}
                cancelText={t('cancel')}
                okButtonProps={{ danger: true }}
                onConfirm={() => {
                  remove.mutate(base, {
                    onSuccess: () => {
                      holds.current = false;
                      void message.success(t('deleted'));
                      void navigate(list.path);
                    },
                  });
                }}
              >
                <Button danger loading={remove.isPending}>
                  {t('delete')}
                </Button>
              </Popconfirm>
            )}
            <Button type="primary" onClick={form.submit} loading={put.isPending} disabled={!isDirty}>
              {t('save')}
            </Button>
          </>
        )
      }
    >
      <Failure error={remove.error} />
      {isNew && trial === undefined ? (
        edit
      ) : (
        <Tabs
          activeKey={tab}
          onChange={goTo}
          items={[
            ...(first === undefined || isNew ? [] : [{ key: 'first', label: first.label, children: first.content(base.value) }]),
            { key: 'edit', label: editLabel ?? t('tab.edit'), children: edit, forceRender: true },
            ...(trial === undefined ? [] : [{ key: 'trial', label: t('tab.trial'), children: trial(candidate) }]),
            ...(isNew
              ? []
              : [
                  {
                    key: 'history',
                    label: t('tab.history'),
                    children: (
                      <HistoryTab
                        kind={kind}
                        id={base.value.id}
                        onRestore={
                          mayChange
                            ? (version) => {
                                form.setFieldsValue({ ...Object.fromEntries(Object.keys(base.value).map((name) => [name, null])), ...version.value });
                                goTo('edit');
                                void message.info(t('restored', { version: version.version }));
                              }
                            : null
                        }
                      />
                    ),
                  },
                ]),
          ]}
        />
      )}
      {clash !== null && (
        <ConflictDialog
          clash={clash}
          isSaving={put.isPending}
          onSave={({ value, tag }) => {
            save(value, tag);
          }}
          onTake={begin}
          onClose={() => {
            setClash(null);
          }}
        />
      )}
      {isClash && clash === null && <Alert type="warning" showIcon title={t('conflictTitle')} />}
    </Page>
  );
}

/** Nobody loses what they typed by a click beside it. */
function useLeaving(holds: { readonly current: boolean }, modal: ReturnType<typeof App.useApp>['modal']) {
  const t = useTexts(texts);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => holds.current && currentLocation.pathname !== nextLocation.pathname);
  const { state } = blocker;
  useEffect(() => {
    if (state === 'blocked') {
      modal.confirm({
        title: t('leaveTitle'),
        content: t('leaveDetail'),
        okText: t('leave'),
        cancelText: t('stay'),
        onOk: () => {
          blocker.proceed();
        },
        onCancel: () => {
          blocker.reset();
        },
      });
    }
    // One question for each time it is blocked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);
  useEffect(() => {
    const ask = (leaving: BeforeUnloadEvent) => {
      if (holds.current) {
        leaving.preventDefault();
      }
    };
    globalThis.addEventListener('beforeunload', ask);
    return () => {
      globalThis.removeEventListener('beforeunload', ask);
    };
  }, [holds]);
}
