// One account for several people: a guardian of two, a chart that is linked, somebody who sees appointments only, and who is told of it.
import type { Page } from "@playwright/test";
import { inspect } from "../support/looks";
import { addContact, fact, fromOwnerMenu, giveReason, notice, openChart, openChartTab, openCommunications, openWindow, signInAsStaff, writeNote } from "../support/office";
import { actingLine, isRefused, linkIn, openMail, register, signIn, typeIdentity, typeSignIn } from "../support/portal";
import { expect, isAwake, test } from "../support/stage";

const NILS = { first: "Nils", last: "Berg", relationship: "partner", email: "nils.berg@example.com" };
const PASSWORD = "Small-Harbor_rests5";
const OF_NOAH = "School and home: what we saw";

test("a guardian switches between two children, and two tabs do not disturb each other", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const ingrid = await newcomer();
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  const idas = await ingrid.context().newPage();

  await test.step("she switches: the line says for whom she acts", async () => {
    await expect(actingLine(ingrid)).toContainText("You are acting for Noah Sandoval");
    await actingLine(ingrid).getByRole("link", { name: "Switch to Ida Sandoval" }).click();
    await expect(actingLine(ingrid)).toContainText("You are acting for Ida Sandoval");
    await idas.goto(ingrid.url());
    await actingLine(ingrid).getByRole("link", { name: "Switch to Noah Sandoval" }).click();
    await expect(actingLine(ingrid)).toContainText("You are acting for Noah Sandoval");
    await inspect(ingrid, "the Dashboard of Noah", hasTouch);
  });

  await test.step("it stands on every page, wherever she goes in either tab", async () => {
    for (const [page, child] of [[ingrid, "Noah"], [idas, "Ida"], [ingrid, "Noah"]] as const) {
      for (const area of ["My Documents", "Messages"]) {
        await page.getByRole("main").getByRole("link", { name: new RegExp(`^${area}`) }).click();
        await expect(page.getByRole("heading", { level: 1, name: area })).toBeVisible();
        await expect(actingLine(page), `${area} of ${child}`).toContainText(`You are acting for ${child} Sandoval`);
        await page.getByRole("link", { name: /^Home/ }).first().click();
      }
      for (const below of ["Who can see and who opened my record", "Sign-in and security"]) {
        await openMore(page, "Ingrid Sandoval", hasTouch);
        await expect(page.getByText("Here now")).toBeVisible();
        await expect(actingLine(page), `More of ${child}`).toContainText(`You are acting for ${child} Sandoval`);
        await page.getByRole("link", { name: below }).click();
        await expect(page.getByRole("heading", { level: 1, name: below })).toBeVisible();
        await expect(actingLine(page), `${below} of ${child}`).toContainText(`You are acting for ${child} Sandoval`);
      }
      await page.getByRole("link", { name: /^Home/ }).first().click();
    }
  });

  await test.step("it also stays after something was done about sign-in", async () => {
    await openMore(idas, "Ingrid Sandoval", hasTouch);
    await idas.getByRole("link", { name: "Sign-in and security" }).click();
    await idas.getByRole("button", { name: "Add an authenticator app" }).click();
    await expect(idas.getByRole("region", { name: "Set up an authenticator app" })).toBeVisible();
    await expect.soft(actingLine(idas), "acting for Ida while an app is set up").toContainText("You are acting for Ida Sandoval");
    await idas.goBack();
    await idas.getByRole("link", { name: /^Home/ }).first().click();
  });

  await test.step("what is shared for Noah is never on a page of Ida", async () => {
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "Sandoval, Noah");
    await writeNote(elena, "A word for Noah’s teacher", "Please sit him near the window.");
    await elena.getByRole("button", { name: "Actions for A word for Noah’s teacher" }).click();
    await elena.getByRole("link", { name: "Share to Sign", exact: true }).click();
    await elena.getByRole("button", { name: "Share to Sign", exact: true }).click();
    await expect(notice(elena, "was asked to sign. A mail tells them.")).toBeVisible();
    expect((await mail.mailTo(house.client("Ingrid Sandoval").email)).subject).toBe("You have a new portal message");
    await ingrid.reload();
    await ingrid.getByRole("link", { name: /Sign: A word for Noah/ }).click();
    const document = ingrid.url();
    const grantOfIda = new URL(idas.url()).searchParams.get("for") ?? "";
    for (const path of ["/", "/documents", "/messages"]) {
      await idas.goto(`${path}?for=${grantOfIda}`);
      await expect(actingLine(idas)).toContainText("You are acting for Ida Sandoval");
      await expect(idas.getByRole("main")).not.toContainText(new RegExp(`teacher|${OF_NOAH}`));
    }
    watch.expectsStatus(404);
    const answer = await idas.goto(document.replace(/for=.*$/, `for=${grantOfIda}`));
    expect(answer?.status()).toBe(404);
    await ingrid.getByRole("link", { name: "Add Signature" }).click();
    await ingrid.getByRole("checkbox", { name: /I agree to sign documents electronically/ }).check();
    await ingrid.getByRole("button", { name: "Agree and continue" }).click();
    await ingrid.getByText("Type instead").click();
    await ingrid.getByLabel("Type your full name").fill("Ingrid Sandoval");
    await ingrid.getByRole("checkbox", { name: /I have read this document/ }).check();
    await ingrid.getByRole("button", { name: "Sign Document" }).click();
    await expect(ingrid.getByRole("heading", { level: 1, name: "Thank you, it is signed" })).toBeVisible();
    await expect(actingLine(ingrid)).toContainText("You are acting for Noah Sandoval");
  });

  await test.step("who can see his record, and who opened it", async () => {
    await ingrid.getByRole("link", { name: /^Home/ }).first().click();
    await openMore(ingrid, "Ingrid Sandoval", hasTouch);
    await ingrid.getByRole("link", { name: "Who can see and who opened my record" }).click();
    await expect(ingrid.getByRole("region", { name: "Who can see it in this portal" })).toContainText("Ingrid Sandoval (mother)");
    const practice = ingrid.getByRole("region", { name: "Who can open it in the practice" });
    await expect(practice).toContainText("Elena Reyes, PhD");
    await expect(practice).not.toContainText("Samuel Okafor");
    const opened = ingrid.getByRole("region", { name: "Who opened it" });
    await expect(opened).toContainText("Elena Reyes opened the chart");
    await expect(opened).toContainText("Elena Reyes asked for a signature");
    await inspect(ingrid, "who can see and who opened the record", hasTouch);
  });
});

test("a second chart is linked to an account, and its holder confirms whose it is", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const ingrid = await newcomer();
  const rosa = await newcomer();
  const who = house.client("Ingrid Sandoval");

  await test.step("staff offer Conor's chart to the account at that address", async () => {
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "O’Brien, Conor");
    await addContact(elena, { first: "Ingrid", last: "Sandoval", relationship: "sister", email: who.email, known: true });
    await elena.getByRole("link", { name: "Edit Chart Owner" }).click();
    await elena.getByRole("radio", { name: "Ingrid Sandoval (sister)" }).check();
    await elena.getByRole("button", { name: "Save Chart Owner" }).click();
    await openChartTab(elena, "Communications");
    const panel = elena.getByRole("region", { name: "Client Portal" });
    await expect(panel).toContainText(`${who.email} has a portal account already, and nobody gets a second one.`);
    await inspect(elena, "an address that has an account", hasTouch);
    const window = await openWindow(elena, "Link Patient to Portal Account");
    await expect(window).toContainText("Its holder signs in and confirms the client’s last name and date of birth. Nothing opens before.");
    await window.getByRole("button", { name: "Link", exact: true }).click();
    await isRefused(elena, "Say what gives this person access", "Choose the last day of this access");
    await inspect(elena, "Link Patient to Portal Account", hasTouch);
    await giveReason(window);
    await window.getByRole("button", { name: "Link", exact: true }).click();
    await expect(notice(elena, "The chart is offered to the account.")).toContainText(`was sent to ${who.email}`);
    await expect(fact(elena, "Status")).toHaveText("Invited");
    await expect(fact(elena, "Offered to")).toContainText("waits for its holder to confirm");
    await inspect(elena, "a chart offered to an account", hasTouch);
  });
  let offer = "";
  const letter = await mail.mailTo(who.email);
  expect(letter.subject).toBe("Something was added to your account");
  expect(letter.text).not.toMatch(/Conor|O’Brien|Reyes|therap/i);

  await test.step("nothing opens before, and for nobody else", async () => {
    await openMail(ingrid, letter);
    await ingrid.getByRole("link", { name: "Sign in" }).click();
    await expect(ingrid).toHaveURL(/\/login\?next=/);
    await typeSignIn(ingrid, who);
    await expect(ingrid.getByRole("heading", { level: 1, name: "Confirm who was added" })).toBeVisible();
    await expect(ingrid.locator("body")).not.toContainText(/Conor|O’Brien/);
    await inspect(ingrid, "confirming who was added", hasTouch);
    offer = ingrid.url();
    await ingrid.getByRole("link", { name: "Go to the Dashboard" }).click();
    await expect(ingrid.getByRole("link", { name: /Confirm who was added to your account/ })).toBeVisible();
    await expect(actingLine(ingrid)).not.toContainText("Conor");
    await inspect(ingrid, "the Dashboard with an offer", hasTouch);
    watch.expectsStatus(404);
    await signIn(rosa, house.client("Rosa Delgado"));
    expect((await rosa.goto(offer))?.status()).toBe(404);
  });

  await test.step("she confirms, and acts for him", async () => {
    await ingrid.getByRole("link", { name: /Confirm who was added to your account/ }).click();
    await typeIdentity(ingrid, "Sandoval", "1966-10-24");
    await isRefused(ingrid, "These details do not match");
    await expect(ingrid.getByLabel("Last Name")).toHaveValue("Sandoval");
    await inspect(ingrid, "confirming, refused", hasTouch);
    await typeIdentity(ingrid, "O’Brien", "1966-10-24");
    await expect(notice(ingrid, "Conor O’Brien is added to your account.")).toContainText("You are acting for them now. You can switch at any time.");
    await expect(actingLine(ingrid)).toContainText("You are acting for Conor O’Brien");
    await expect(actingLine(ingrid).getByRole("link", { name: "Switch to Noah Sandoval" })).toBeVisible();
    await expect(actingLine(ingrid).getByRole("link", { name: "Switch to Ida Sandoval" })).toBeVisible();
    await inspect(ingrid, "added to one's account", hasTouch);
    await ingrid.goto(offer);
    await expect.soft(ingrid.getByRole("heading", { level: 1 }), "the link in the mail, opened once more").toHaveText("This is done already");
    await ingrid.goBack();
    await elena.reload();
    await expect(fact(elena, "Status")).toHaveText("Active");
    await expect(elena.getByRole("region", { name: "Access log" })).toContainText("confirmed the offer of the chart");
  });

  await test.step("removed from this chart, and then from all", async () => {
    const window = await fromOwnerMenu(elena, "Revoke Access", "Remove Access");
    await expect(window).toContainText("The same account opens 2 other charts, which you can leave as they are.");
    await inspect(elena, "Remove Access, of an account with other charts", hasTouch);
    await window.getByRole("button", { name: "Remove Client's Access to This Patient" }).click();
    await expect(notice(elena, "Access is removed.")).toBeVisible();
    expect((await ingrid.reload())?.status()).toBe(404);
    await ingrid.goto("/");
    await expect(actingLine(ingrid)).toContainText("You are acting for Noah Sandoval");
    await expect(actingLine(ingrid)).not.toContainText("Conor");
    await openCommunications(elena, "Sandoval, Noah");
    const all = await fromOwnerMenu(elena, "Revoke Access", "Remove Access");
    await all.getByRole("button", { name: "Remove Client's Access to All Patients" }).click();
    await expect(notice(elena, "Access to all charts is removed.")).toBeVisible();
    await ingrid.reload();
    await expect(ingrid.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await openCommunications(elena, "Sandoval, Ida");
    await expect(elena.getByRole("region", { name: "Client Portal" })).toContainText("Revoked");
  });
});

test("another person sees appointments only, until the grant is widened", async ({ house, mail, watch, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const nils = await newcomer();
  const maya = await newcomer();

  await test.step("staff give Maya's partner access", async () => {
    await signInAsStaff(elena, house.staff("Elena Reyes"));
    await openChart(elena, "Lindqvist, Maya");
    await openChartTab(elena, "Communications");
    await elena.getByRole("link", { name: "add them as a related contact" }).click();
    await elena.getByRole("dialog", { name: "Add a related contact" }).getByRole("button", { name: "Cancel" }).click();
    await addContact(elena, NILS);
    await openChartTab(elena, "Communications");
    const window = await openWindow(elena, "Give somebody access");
    await expect(window.getByLabel("Who")).toContainText("Nils Berg (partner), nils.berg@example.com");
    await inspect(elena, "Give somebody access", hasTouch);
    await giveReason(window);
    await window.getByRole("button", { name: "Give access" }).click();
    await expect(notice(elena, "Access is granted. The invitation was sent to nils.berg@example.com.")).toBeVisible();
    await expect(elena.getByRole("heading", { level: 2, name: "Nils Berg" })).toBeVisible();
    for (const area of ["Appointments", "Billing", "Forms", "Messages", "Documents", "Measures"]) {
      const box = elena.getByRole("checkbox", { name: area });
      if (area === "Appointments") await expect(box).toBeChecked();
      else await expect(box, area).not.toBeChecked();
    }
    await inspect(elena, "one person's access, invited", hasTouch);
  });

  await test.step("he finds neither messages nor documents", async () => {
    const link = await linkIn(nils, await mail.mailTo(NILS.email), "Register");
    await register(nils, link, { lastName: "Lindqvist", birthDate: "1991-03-14", password: PASSWORD });
    await signIn(nils, { name: "Nils Berg", email: NILS.email, password: PASSWORD });
    await expect(actingLine(nils)).toContainText("You are acting for Maya Lindqvist");
    await expect(nils.getByRole("link", { name: /Messages|Documents/ })).toHaveCount(0);
    await expect(nils.getByRole("main").getByRole("link", { name: /^Appointments/ })).toBeVisible();
    await inspect(nils, "the Dashboard with appointments only", hasTouch);
    watch.expectsStatus(404);
    for (const path of ["/messages", "/documents"]) expect((await nils.goto(path))?.status(), path).toBe(404);
    await nils.goto("/");
  });

  await test.step("nothing at all is refused, and what is ticked holds at once", async () => {
    await elena.getByRole("checkbox", { name: "Appointments" }).uncheck();
    await elena.getByRole("button", { name: "Save", exact: true }).click();
    await isRefused(elena, "Tick one area or more. To take everything away, remove access instead.");
    await inspect(elena, "one person's access, refused", hasTouch);
    await elena.getByRole("checkbox", { name: "Documents" }).check();
    await elena.getByRole("checkbox", { name: "Messages" }).check();
    await elena.getByLabel("Legal basis").fill("Consent of 20 November");
    await elena.getByRole("button", { name: "Save", exact: true }).click();
    await expect(notice(elena, "The changes are saved. They hold from now on.")).toBeVisible();
    await nils.reload();
    await nils.getByRole("main").getByRole("link", { name: /^My Documents/ }).click();
    await expect(nils.getByRole("link", { name: "Intake evaluation", exact: true })).toBeVisible();
    await elena.getByRole("checkbox", { name: "Documents" }).uncheck();
    await elena.getByRole("button", { name: "Save", exact: true }).click();
    expect((await nils.reload())?.status()).toBe(404);
  });

  await test.step("Maya reads who can see her record", async () => {
    await signIn(maya, house.client("Maya Lindqvist"));
    await openMore(maya, "Maya Lindqvist", hasTouch);
    await maya.getByRole("link", { name: "Who can see and who opened my record" }).click();
    const portal = maya.getByRole("region", { name: "Who can see it in this portal" });
    await expect(portal.getByRole("listitem").filter({ hasText: "Maya Lindqvist" })).toBeVisible();
    await expect(portal.getByRole("listitem").filter({ hasText: "Nils Berg (partner)" })).toContainText("Messages");
    await inspect(maya, "who can see one's own record", hasTouch);
  });

  await test.step("his access is removed: his next click is sign-in", async () => {
    await (await openWindow(elena, "Remove Access")).getByRole("button", { name: "Remove Access" }).click();
    await expect(notice(elena, "Access is removed.")).toBeVisible();
    await expect(elena.getByRole("region", { name: "Other people with access" })).toContainText("Nobody besides the Chart Owner.");
    await nils.goto("/");
    await expect(nils.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await maya.reload();
    await expect(maya.getByRole("region", { name: "Who can see it in this portal" })).not.toContainText("Nils");
  });
});

test("a mother who is invited for two children before she registers adds the second one by signing in", async ({ house, mail, newcomer, hasTouch }) => {
  const elena = await newcomer();
  const hanna = await newcomer();
  const who = { first: "Hanna", last: "Berg", relationship: "guardian", email: "hanna.berg@example.com" };
  const links: string[] = [];
  await signInAsStaff(elena, house.staff("Elena Reyes"));
  for (const chart of ["Marsh, Leo", "Avery, Jordan"]) {
    await openChart(elena, chart);
    await addContact(elena, { ...who, known: links.length > 0 });
    // Where nobody owns the chart yet, the question stands there already.
    const edit = elena.getByRole("link", { name: "Edit Chart Owner" });
    if (await edit.isVisible()) await edit.click();
    await elena.getByRole("radio", { name: "Hanna Berg (guardian)" }).check();
    await elena.getByRole("button", { name: "Save Chart Owner" }).click();
    await openChartTab(elena, "Communications");
    const window = await openWindow(elena, "Activate Client Portal Access");
    await giveReason(window);
    await window.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(notice(elena, "Access is granted.")).toBeVisible();
    links.push(await linkIn(hanna, await mail.mailTo(who.email), "Register"));
  }
  const [first = "", second = ""] = links;

  await test.step("she registers by the newer link, and then follows the older one", async () => {
    await register(hanna, second, { lastName: "Avery", birthDate: "1985-07-02", password: PASSWORD });
    await hanna.goto(first);
    await typeIdentity(hanna, "Marsh", "1978-12-05");
    await expect(hanna.getByRole("heading", { level: 1, name: "Sign in to add this person" })).toBeVisible();
    await expect(hanna.getByRole("main")).toContainText("You have a portal account with hanna.berg@example.com already.");
    await expect(hanna.locator("body")).not.toContainText("Link the client");
    await inspect(hanna, "registering with an address that has an account", hasTouch);
  });

  await test.step("staff see it, and Link stands in the Resend window", async () => {
    await openCommunications(elena, "Marsh, Leo");
    await expect(elena.getByRole("region", { name: "Access log" })).toContainText("passed the identity check: address with an account");
    await expect(fact(elena, "Offered to")).toContainText("waits for its holder to confirm");
  });

  await test.step("she signs in, says whose record it is, and has both", async () => {
    await hanna.getByRole("main").getByRole("link", { name: "Sign in to add this person" }).click();
    await typeSignIn(hanna, { email: who.email, password: PASSWORD });
    await typeIdentity(hanna, "Marsh", "1978-12-05");
    await expect(notice(hanna, "Leo Marsh is added to your account.")).toBeVisible();
    await expect(actingLine(hanna).getByRole("link", { name: "Switch to Jordan Avery" })).toBeVisible();
  });
});

test("for whom one acts is not lost by a window, a warning, a refusal or a dead end", async ({ house, newcomer, watch }) => {
  const ingrid = await newcomer();
  await ingrid.clock.install();
  await signIn(ingrid, house.client("Ingrid Sandoval"));
  await actingLine(ingrid).getByRole("link", { name: "Switch to Ida Sandoval" }).click();
  const ida = async (where: string) => {
    await expect(actingLine(ingrid), where).toContainText("You are acting for Ida Sandoval");
    expect(new URL(ingrid.url()).searchParams.get("for"), where).toBeTruthy();
  };
  await ida("the Dashboard");

  await test.step("the warning before the end, and Stay signed in", async () => {
    await isAwake(ingrid);
    await ingrid.clock.runFor(18 * 60_000 + 1_000);
    const stayed = ingrid.waitForResponse(/own\/session\/stay/);
    await ingrid.getByRole("alertdialog", { name: "Are you still there?" }).getByRole("button", { name: "Stay signed in" }).click();
    await stayed;
    await expect(ingrid.getByRole("alertdialog")).toBeHidden();
    await ida("after the warning");
    await ingrid.reload();
    await ida("after the warning, loaded anew");
  });

  await test.step("a refusal, on the page where one changes how one signs in", async () => {
    await ingrid.goto(`/security?for=${new URL(ingrid.url()).searchParams.get("for")}`);
    await ingrid.getByLabel("New address").fill("not an address");
    await ingrid.getByRole("button", { name: "Change address" }).click();
    await isRefused(ingrid, "That is not an e-mail address.");
    await ida("after a refusal");
  });

  await test.step("setting up an app, and thinking better of it", async () => {
    await ingrid.getByRole("button", { name: "Add an authenticator app" }).click();
    await ida("while an app is set up");
    await ingrid.getByRole("link", { name: "Cancel" }).click();
    await ida("after Cancel");
  });

  await test.step("a page that is not there, and the way home", async () => {
    watch.expectsStatus(404);
    const grant = new URL(ingrid.url()).searchParams.get("for");
    await ingrid.goto(`/nowhere?for=${grant}`);
    await ida("on a page that is not there");
    await ingrid.getByRole("main").getByRole("link", { name: "Go to the Dashboard" }).click();
    await ida("home again");
  });
});

/** On a phone the bar at the foot leads to **More**, at a desk one's own name. */
async function openMore(page: Page, name: string, onPhone: boolean): Promise<void> {
  await page.getByRole("link", { name: onPhone ? "More" : name, exact: true }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "More" })).toBeVisible();
}
