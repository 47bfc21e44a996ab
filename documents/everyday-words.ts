/**
 * Words that callers and documents use for the same thing, a group a line, in English. A document that says bicycle is
 * found by a caller who says bike. Groups are about everyday business, and no word stands in two.
 */
const groups = `
bicycle bike cycle
car vehicle automobile
children child kid daughter son boy girl toddler
price cost charge fee expensive cheap cheaper pricing tariff
pay payment
address street road lane avenue location located
fix mend repair
damage damaged broken break smashed smash crack cracked defect defective faulty
try test
buy purchase
send ship shipping deliver delivery post postage
parcel package box packet
hire rent rental borrow lend lent
cancel cancellation
book booking reserve reservation appointment
late later delay delayed overdue
theft steal stole stolen thief rob robbed
talk speak spoken
voice sound
language english german french spanish italian portuguese japanese chinese dutch polish turkish
computer machine laptop pc
fast faster quick quicker quickly speed soon
record recording
private privacy personal data
internet online web website
photograph photo picture image
clothing clothes jacket jersey shirt trousers
food eat meal lunch dinner
toilet bathroom restroom
lift elevator
tram train bus metro subway
dog pet cat
guarantee guaranteed warranty
complaint complain unhappy dissatisfied
weather rain storm thunderstorm snow
discount reduction rebate
voucher coupon
big large huge
small little tiny
begin start
annual yearly year
join joining becoming become
quit stop leaving leave
company firm business corporate
group people
doctor physician
salary wage
document file pdf
key password
ill sick sickness
holiday vacation
`;

/** From a word to the first of its group. */
export const everydayWords: ReadonlyMap<string, string> = new Map(
  groups
    .trim()
    .split('\n')
    .flatMap((line) => {
      const words = line.split(' ');
      return words.map((word) => [word, words[0] ?? word] as const);
    }),
);
