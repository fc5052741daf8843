// Texts to try. They are material, not words of the interface, and stay as
// they are in every language.
import type { PlainMessage } from '../i18n/messages.ts';

export interface Example {
  title: PlainMessage;
  text: string;
}

export const examples: readonly Example[] = [
  {
    title: 'exampleEnglish',
    text: `The lighthouse keeper counted ships the way other people count sheep. Tonight there were none, so she counted the seconds between two flashes instead, and fell asleep at eleven.

In the morning she'd forgotten the number. It didn't matter: nobody's ship had needed it.
`,
  },
  {
    title: 'exampleKorean',
    text: `등대지기는 남들이 양을 세듯 배를 세었습니다. 오늘 밤에는 배가 한 척도 없어서, 불빛과 불빛 사이의 초를 세다가 열하나에서 잠이 들었습니다.

아침이 되자 숫자는 잊어버렸지만 괜찮았습니다. 뷁, 쀍, 꿻 같은 글자는 한 글자가 토큰 여러 개로 쪼개지기도 합니다.
`,
  },
  {
    title: 'exampleJapanese',
    text: `灯台守は、人が羊を数えるように船を数えていました。今夜は一隻も来ないので、光と光のあいだの秒を数え、十一で眠ってしまいました。

朝にはもう数を忘れていましたが、かまいません。カタカナの「トークン」も、漢字の「鬱」も、切れ目はそれぞれ違います。
`,
  },
  {
    title: 'examplePython',
    text: `def merge(ids, pair, new_id):
    """Replace every occurrence of pair, from left to right."""
    merged = []
    i = 0
    while i < len(ids):
        if tuple(ids[i:i + 2]) == pair:
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


print(merge([5, 6, 6, 7, 9, 1], (6, 7), 99))  # [5, 6, 99, 9, 1]
`,
  },
  {
    title: 'exampleNumbers',
    text: `7
77
777
7777
77777
127 + 677 = 804
1275 + 6773 = 8048
3.14159265358979
1,000,000 or 1 000 000 or 10^6
2024-02-29T23:59:59Z
0xDEADBEEF
٣٫١٤ and 三点一四
`,
  },
  {
    title: 'exampleEmoji',
    text: `😀 is one character of four bytes.
❤️ is two: a heart, and a selector that makes it red.
👍🏽 is two: a thumb and a skin tone.
🇰🇷 is two letters, K and R.
👩‍👩‍👧‍👦 is seven: four people and three joiners.
🏴󠁧󠁢󠁳󠁣󠁴󠁿 is seven as well, six of which you cannot see.
`,
  },
  {
    title: 'exampleSpecial',
    text: `The first document ends here.<|endoftext|>The second one begins.

Some look alike but are plain text: <|endoftext>, < |endoftext|>, <|EndOfText|>.
`,
  },
];
