from app.core.bus import Bus
from app.core.events import FeedChanged, NoticesChanged


def test_listeners_hear_in_the_order_they_subscribed():
    bus, heard = Bus(), []
    for name in "ab":
        bus.subscribe(FeedChanged, lambda event, name=name: heard.append(name))
    bus.publish(FeedChanged())
    assert heard == ["a", "b"]


def test_listener_hears_only_its_kind_and_what_it_asked_about():
    bus, heard = Bus(), []
    bus.subscribe(FeedChanged, heard.append, about="x")
    bus.publish(FeedChanged("y"))
    bus.publish(NoticesChanged("x"))
    bus.publish(FeedChanged("x"))
    assert heard == [FeedChanged("x")]


def test_closed_subscription_hears_nothing_and_can_be_closed_again():
    bus, heard = Bus(), []
    subscription = bus.subscribe(FeedChanged, heard.append)
    subscription.close()
    subscription.close()
    bus.publish(FeedChanged())
    assert heard == []


def test_broken_listener_is_logged_and_the_others_hear(expected_log):
    bus, heard = Bus(), []

    def fail(event):
        raise ValueError("no")

    bus.subscribe(FeedChanged, fail)
    bus.subscribe(FeedChanged, heard.append)
    bus.publish(FeedChanged())
    assert heard == [FeedChanged()]
    assert len(expected_log) == 1


def test_listener_may_leave_while_it_hears():
    bus, heard = Bus(), []

    def once(event):
        heard.append(event)
        subscription.close()

    subscription = bus.subscribe(FeedChanged, once)
    bus.publish(FeedChanged())
    bus.publish(FeedChanged())
    assert len(heard) == 1
