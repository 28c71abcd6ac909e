import dayjs from 'dayjs';
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { zoneOf, type Zone } from './zone';

const ZoneContext = createContext<Zone | null>(null);

/** The zone in which everything within tells and takes days and times. */
export function ZoneProvider({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const zone = useMemo(() => zoneOf(name), [name]);
  useEffect(() => {
    // The day that pickers mark as today, and their "now".
    dayjs.tz.setDefault(name);
    return () => {
      dayjs.tz.setDefault();
    };
  }, [name]);
  return <ZoneContext value={zone}>{children}</ZoneContext>;
}

/** The platform's; the browser's own before anybody signed in. */
export function useZone(): Zone {
  const platform = use(ZoneContext);
  return useMemo(() => platform ?? zoneOf(dayjs.tz.guess()), [platform]);
}
