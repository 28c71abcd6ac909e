import { useMemo } from 'react';
import { useLanguage } from '../language/LanguageProvider';
import { useZone } from '../zone/ZoneProvider';

/** Numbers, money and times the way the language writes them, times in the platform's zone. Money is in minor units of the settlement currency. */
export interface Format {
  readonly number: (value: number, digits?: number) => string;
  /** Of a share from 0 to 1. */
  readonly percent: (share: number, digits?: number) => string;
  readonly money: (minorUnits: number) => string;
  /** Short, for axes and tiles: 12.3万 or 123K. */
  readonly compact: (value: number) => string;
  /** Of hours, in the unit that reads best: 12 minutes, 3.5 hours, 2 days. */
  readonly duration: (hours: number) => string;
  /** Of a moment, or of a day such as 2026-01-31, which is the same in every zone. */
  readonly date: (time: string) => string;
  /** The last day of what ends just before a moment, as periods do that end at midnight. */
  readonly lastDay: (end: string) => string;
  readonly dateTime: (time: string) => string;
  readonly time: (time: string) => string;
  /** Hour and minute. */
  readonly hour: (time: string) => string;
  readonly weekday: (time: string) => string;
}

export function useFormat(): Format {
  const { language } = useLanguage();
  const { name } = useZone();
  return useMemo(() => formatOf(language === 'zh' ? 'zh-CN' : 'en-GB', name), [language, name]);
}

const isDay = (time: string) => /^\d{4}-\d\d-\d\d$/.test(time);

function formatOf(locale: string, timeZone: string): Format {
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const date = new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month: 'short', day: 'numeric' });
  const day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' });
  const dateTime = new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const hour = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' });
  return {
    number: (value, digits = 0) => value.toLocaleString(locale, { maximumFractionDigits: digits }),
    percent: (share, digits = 1) => share.toLocaleString(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
    money: (minorUnits) => money.format(minorUnits / 100),
    compact: (value) => compact.format(value),
    duration: (hours) => {
      const [value, unit] = hours < 1 ? [Math.max(1, Math.round(hours * 60)), 'minute'] : hours < 24 ? [hours, 'hour'] : [hours / 24, 'day'];
      return value.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 });
    },
    date: (time) => (isDay(time) ? day : date).format(new Date(time)),
    lastDay: (end) => date.format(new Date(new Date(end).getTime() - 1)),
    dateTime: (time) => dateTime.format(new Date(time)),
    time: (time) => clock.format(new Date(time)),
    hour: (time) => hour.format(new Date(time)),
    weekday: (time) => weekday.format(new Date(time)),
  };
}
