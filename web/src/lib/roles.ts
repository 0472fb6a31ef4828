// The parts that marked words play, in few: what a reader of a sentence tells apart.

const SAME: Record<string, string> = {
  act: 'trigger',
  evidence: 'trigger',
  who: 'initiator',
  whom: 'recipient',
  place: 'where',
  time: 'when',
  date: 'when',
  killed: 'toll',
  injured: 'toll',
  abducted: 'toll',
  arrested: 'toll',
  missing: 'toll',
  displaced: 'toll',
  casualties: 'toll',
};

const NAMES: Record<string, string> = {
  trigger: 'what happened',
  initiator: 'who',
  recipient: 'to whom',
  party: 'party',
  instrument: 'with what',
  where: 'where',
  when: 'when',
  toll: 'toll',
  outcome: 'outcome',
  claim: 'what is said',
  speaker: 'who says so',
  cue: 'how it is said',
};

export function role(given: string): string {
  return SAME[given] ?? given;
}

export function roleName(given: string): string {
  return NAMES[role(given)] ?? given.replaceAll('_', ' ');
}
