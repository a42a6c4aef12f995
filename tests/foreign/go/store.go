package main

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// refused is the error that answers a request.
type refused struct {
	status        int
	code, message string
}

func (r refused) Error() string { return r.message }

var (
	errNoCluster   = refused{http.StatusNotFound, "DWS.0047", "The cluster does not exist."}
	errNoSnapshot  = refused{http.StatusNotFound, "DWS.0015", "The snapshot does not exist."}
	errNameTaken   = refused{http.StatusBadRequest, "DWS.5039", "A snapshot of this name exists in the project."}
	errClusterName = refused{http.StatusConflict, "DWS.5050", "The cluster name exists."}
	errStatus      = refused{http.StatusForbidden, "DWS.7023", "The status does not allow the operation."}
	errType        = refused{http.StatusForbidden, "DWS.0015", "The snapshot's type does not allow the operation."}
)

type cluster struct {
	ID                  string    `json:"id"`
	Name                string    `json:"name"`
	Status              string    `json:"status"`
	Created             time.Time `json:"created"`
	Port                int       `json:"port"`
	EnterpriseProjectID string    `json:"enterprise_project_id"`
	ready               time.Time
}

type snapshot struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Started     time.Time `json:"started"`
	Status      string    `json:"status"`
	Type        string    `json:"type"`
	ClusterID   string    `json:"cluster_id"`
	ready       time.Time
}

// store holds one project: its clusters, and its snapshots in the order in which they were made.
type store struct {
	mutex       sync.Mutex
	makingTakes time.Duration
	clusters    []*cluster
	snapshots   []*snapshot
}

func newStore(clusterID string, makingTakes time.Duration) *store {
	s := &store{makingTakes: makingTakes}
	now := thisSecond()
	s.clusters = []*cluster{
		{ID: clusterID, Name: "dws-demo", Created: now, Port: 8000, EnterpriseProjectID: "0", ready: now},
		{ID: newID(), Name: "dws-other", Created: now, Port: 8000, EnterpriseProjectID: newID(), ready: now},
	}
	s.add("night-1", "", clusterID, "AUTO", now)
	s.add("night-2", "", s.clusters[1].ID, "AUTO", now)
	return s
}

// newID returns a random UUID, of version 4.
func newID() string {
	b := make([]byte, 16)
	rand.Read(b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// thisSecond returns the time as YYYY-MM-DDThh:mm:ssZ.
func thisSecond() time.Time { return time.Now().UTC().Truncate(time.Second) }

func (s *store) add(name, description, clusterID, kind string, ready time.Time) string {
	made := &snapshot{newID(), name, description, thisSecond(), "CREATING", kind, clusterID, ready}
	s.snapshots = append(s.snapshots, made)
	return made.ID
}

// lock locks the store and brings every status up to date.
func (s *store) lock() func() {
	s.mutex.Lock()
	now := time.Now()
	for _, each := range s.snapshots {
		each.Status = status(each.ready, now)
	}
	for _, each := range s.clusters {
		each.Status = status(each.ready, now)
	}
	return s.mutex.Unlock
}

func status(ready, now time.Time) string {
	if now.Before(ready) {
		return "CREATING"
	}
	return "AVAILABLE"
}

func (s *store) cluster(id string) (*cluster, error) {
	for _, each := range s.clusters {
		if each.ID == id {
			return each, nil
		}
	}
	return nil, errNoCluster
}

func (s *store) snapshot(id string) (*snapshot, error) {
	for _, each := range s.snapshots {
		if each.ID == id {
			return each, nil
		}
	}
	return nil, errNoSnapshot
}

func (s *store) taken(name string) bool {
	return slices.ContainsFunc(s.snapshots, func(each *snapshot) bool { return strings.EqualFold(each.Name, name) })
}

func (s *store) create(name, description string, of *cluster) (string, error) {
	if s.taken(name) {
		return "", errNameTaken
	}
	making := func(each *snapshot) bool { return each.ClusterID == of.ID && each.Status == "CREATING" }
	if of.Status != "AVAILABLE" || slices.ContainsFunc(s.snapshots, making) {
		return "", errStatus
	}
	return s.add(name, description, of.ID, "MANUAL", time.Now().Add(s.makingTakes)), nil
}

func (s *store) delete(id string) error {
	found, err := s.snapshot(id)
	switch {
	case err != nil:
		return err
	case found.Type != "MANUAL":
		return errType
	case found.Status == "CREATING":
		return errStatus
	}
	s.snapshots = slices.DeleteFunc(s.snapshots, func(each *snapshot) bool { return each == found })
	return nil
}

func (s *store) restore(id, name string, port int, enterpriseProjectID string) (string, error) {
	from, err := s.snapshot(id)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(s.clusters, func(each *cluster) bool { return strings.EqualFold(each.Name, name) }) {
		return "", errClusterName
	}
	if from.Status != "AVAILABLE" {
		return "", errStatus
	}
	ready := time.Now().Add(s.makingTakes)
	made := &cluster{newID(), name, "CREATING", thisSecond(), port, enterpriseProjectID, ready}
	s.clusters = append(s.clusters, made)
	return made.ID, nil
}

func (s *store) copy(id, name, description string) (string, error) {
	from, err := s.snapshot(id)
	switch {
	case err != nil:
		return "", err
	case s.taken(name):
		return "", errNameTaken
	case from.Type == "MANUAL":
		return "", errType
	case from.Status != "AVAILABLE":
		return "", errStatus
	}
	return s.add(name, description, from.ClusterID, "MANUAL", time.Now()), nil
}

// page returns a page of a cluster's snapshots, and how many there are on all pages.
func (s *store) page(of *cluster, asked paging) ([]*snapshot, int) {
	found := []*snapshot{}
	for _, each := range s.snapshots {
		if each.ClusterID == of.ID {
			found = append(found, each)
		}
	}
	slices.SortStableFunc(found, func(a, b *snapshot) int {
		if asked.sortKey == "name" {
			return cmp.Compare(a.Name, b.Name)
		}
		return a.Started.Compare(b.Started)
	})
	if asked.descending {
		slices.Reverse(found)
	}
	count := len(found)
	if asked.limit == 0 {
		asked.limit = max(count, 1)
	}
	if asked.offset > count/asked.limit {
		return nil, count
	}
	from := asked.offset * asked.limit
	return found[from:min(from+min(asked.limit, count), count)], count
}
