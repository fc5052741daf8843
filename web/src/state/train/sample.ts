// A text to learn from, for readers who have none of their own at hand: a story told in
// English and in Korean, in which words come back often enough to be worth a token.
import type { Example } from '../examples.ts';

export const sample: Example = {
  title: 'exampleTraining',
  text: `The Baker Who Counted Letters

There was once a baker in a small town by the sea who counted letters. Other bakers counted loaves, and some counted coins, but this baker counted the letters in the orders that people left on the counter in the evening. "Two loaves of brown bread," people wrote, and "three loaves of white bread," and "one loaf of brown bread and one loaf of white bread, please." The baker read every order twice: once for the bread, and once for the letters.

"You write too much," said the baker to the fisherman. "Every evening you write the same words. The letters b, r, e, a and d come one after another in every order that I have ever read. Let us write a single sign for bread, and save the ink."

The fisherman thought about it. "And what about brown bread?" said the fisherman.

"If people ask for brown bread often enough," said the baker, "then brown bread will have a sign of its own."

So the baker took a clean sheet of paper and counted. The pair of letters that stood together most often was t and h, and so the baker gave that pair the first sign. Then the baker counted again, with the new sign in place, and the pair that came most often now was the new sign and e: the word the. It got the second sign. Then came the space and the sign for the, then i and n, then e and r, then o and f. The baker counted all night. Every time there was one pair that came more often than every other pair, and every time two signs became one sign, and the orders became a little shorter.

In the morning the orders of the whole week fitted on one page. "Look," said the baker to the people in the shop. "Here is the sign for bread, here is the sign for loaves, and here is the sign for please. Nobody told me which words there are. I only counted what stood together."

"And what will you do with a word that you have never read?" asked the teacher, who had come for one loaf of white bread.

"Then I will write it in smaller signs," said the baker. "The letters are still there. A word that nobody has ever ordered takes more ink than bread, but it can be written. That is all."

The teacher laughed. "Then a stranger who comes to your shop with strange words will pay more for the ink."

The baker did not laugh. The baker looked at the page for a long time, and then at the sea, and said: "Yes. That is true. The signs are made of what I have read, and I have only read the orders of this town."

글자를 세는 빵집 주인

바닷가 작은 마을에 글자를 세는 빵집 주인이 살았습니다. 다른 빵집 주인들은 빵을 세고, 어떤 빵집 주인들은 돈을 세었지만, 이 빵집 주인은 사람들이 저녁마다 두고 가는 주문서의 글자를 세었습니다. 사람들은 "검은 빵 두 개 주세요." 하고 적었고, "하얀 빵 세 개 주세요." 하고 적었고, "검은 빵 한 개, 하얀 빵 한 개 주세요." 하고 적었습니다. 빵집 주인은 주문서를 두 번씩 읽었습니다. 한 번은 빵 때문에, 한 번은 글자 때문에 읽었습니다.

빵집 주인이 어부에게 말했습니다. "글자를 너무 많이 적으셨습니다. 저녁마다 같은 말을 적으시니까요. 이 말에는 표시를 하나만 적고 잉크를 아낍시다."

어부가 물었습니다. "그러면 검은 빵은 어떻게 합니까?"

빵집 주인이 말했습니다. "사람들이 검은 빵을 자주 찾으면, 검은 빵도 표시 하나가 될 것입니다."

그래서 빵집 주인은 깨끗한 종이를 꺼내어 세기 시작했습니다. 가장 자주 나란히 서 있는 두 글자를 찾아 표시 하나를 주고, 다시 세었습니다. 밤새도록 세었습니다. 셀 때마다 가장 자주 나란히 서 있는 것이 있었고, 그때마다 표시 두 개가 표시 하나가 되었고, 주문서는 조금씩 짧아졌습니다.

아침이 되자 일주일 동안의 주문서가 종이 한 장에 다 들어갔습니다. 빵집 주인이 사람들에게 말했습니다. "보십시오. 이것은 빵이라는 표시이고, 이것은 주세요라는 표시입니다. 어떤 말이 있는지 아무도 저에게 알려 주지 않았습니다. 저는 나란히 서 있는 것을 세었을 뿐입니다."

선생님이 물었습니다. "한 번도 읽어 보지 못한 말은 어떻게 적습니까?"

빵집 주인이 말했습니다. "작은 표시로 나누어 적습니다. 글자는 그대로 남아 있으니까요. 아무도 찾지 않던 말은 잉크가 더 들지만, 그래도 적을 수는 있습니다."

선생님이 웃으며 말했습니다. "그러면 낯선 말을 쓰는 손님은 잉크 값을 더 내겠습니다."

빵집 주인은 웃지 않았습니다. 종이를 오래 바라보고, 바다를 오래 바라보고, 말했습니다. "그렇습니다. 표시는 제가 읽은 것으로 만들어졌고, 저는 이 마을의 주문서만 읽었습니다."
`,
};
