// The snapshot API with net/http, written from openapi.yaml alone. It accepts tokens only.
package main

import (
	"crypto/subtle"
	"encoding/json/v2"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
)

type service struct {
	*store
	projectID, token string
}

type object = map[string]any

func (s *service) listSnapshots(*http.Request) (any, error) {
	return object{"snapshots": s.snapshots, "count": len(s.snapshots)}, nil
}

func (s *service) createSnapshot(r *http.Request) (any, error) {
	body, err := readBody[createRequest](r)
	if err != nil {
		return nil, err
	}
	wanted := body.Snapshot
	if wanted == nil {
		return nil, badRequest("snapshot: an object is needed")
	}
	if err := errors.Join(checkText(wanted.Name, nameForm, "name"),
		checkText(wanted.ClusterID, uuidForm, "cluster_id"),
		checkText(wanted.Description, descriptionForm, "description")); err != nil {
		return nil, err
	}
	of, err := s.cluster(strings.ToLower(string(wanted.ClusterID)))
	if err != nil {
		return nil, err
	}
	id, err := s.create(string(wanted.Name), string(wanted.Description), of)
	return object{"snapshot": object{"id": id}}, err
}

func (s *service) listSnapshotDetails(r *http.Request) (any, error) {
	id, err := pathID(r, "snapshot_id")
	if err != nil {
		return nil, err
	}
	found, err := s.snapshot(id)
	return object{"snapshot": found}, err
}

func (s *service) deleteSnapshot(r *http.Request) (any, error) {
	id, err := pathID(r, "snapshot_id")
	if err != nil {
		return nil, err
	}
	return nil, s.delete(id)
}

func (s *service) restoreCluster(r *http.Request) (any, error) {
	id, err := pathID(r, "snapshot_id")
	if err != nil {
		return nil, err
	}
	body, err := readBody[restoreRequest](r)
	if err != nil {
		return nil, err
	}
	wanted := body.Restore
	if wanted == nil {
		return nil, badRequest("restore: an object is needed")
	}
	bindTypes := []string{"", "auto_assign", "not_use", "bind_existing"}
	if !slices.Contains(bindTypes, wanted.PublicIP.BindType) {
		return nil, badRequest("public_bind_type: one of %q is needed", bindTypes)
	}
	if err := errors.Join(checkText(wanted.Name, nameForm, "name"), checkRange(wanted.Port, 8000, 30000, "port"),
		checkRange(wanted.NumberOfCN, 3, 20, "number_of_cn")); err != nil {
		return nil, err
	}
	port, enterpriseProjectID := 8000, "0"
	if wanted.Port != nil {
		port = *wanted.Port
	}
	if wanted.EnterpriseProjectID != nil {
		enterpriseProjectID = *wanted.EnterpriseProjectID
	}
	made, err := s.restore(id, string(wanted.Name), port, enterpriseProjectID)
	return object{"cluster": object{"id": made}}, err
}

func (s *service) copySnapshot(r *http.Request) (any, error) {
	id, err := pathID(r, "snapshot_id")
	if err != nil {
		return nil, err
	}
	wanted, err := readBody[copyRequest](r)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(checkText(wanted.BackupName, nameForm, "backup_name"),
		checkText(wanted.Description, descriptionForm, "description")); err != nil {
		return nil, err
	}
	made, err := s.copy(id, string(wanted.BackupName), string(wanted.Description))
	return object{"snapshot_id": made}, err
}

func (s *service) listClusterSnapshots(r *http.Request) (any, error) {
	id, err := pathID(r, "cluster_id")
	if err != nil {
		return nil, err
	}
	asked, err := readPaging(r)
	if err != nil {
		return nil, err
	}
	of, err := s.cluster(id)
	if err != nil {
		return nil, err
	}
	found, count := s.page(of, asked)
	return object{"project_id": s.projectID, "cluster_id": of.ID, "snapshots": found, "count": count}, nil
}

func (s *service) listClusters(r *http.Request) (any, error) {
	asked := r.URL.Query().Get("enterprise_project_id")
	found := slices.DeleteFunc(slices.Clone(s.clusters), func(each *cluster) bool {
		return asked != "" && asked != "all_granted_eps" && asked != each.EnterpriseProjectID
	})
	return object{"clusters": found, "count": len(found)}, nil
}

func (s *service) listClusterDetails(r *http.Request) (any, error) {
	id, err := pathID(r, "cluster_id")
	if err != nil {
		return nil, err
	}
	found, err := s.cluster(id)
	return object{"cluster": found}, err
}

// judged checks credentials and project before an operation looks at anything else.
func (s *service) judged(operation func(*http.Request) (any, error), accepted int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("X-Auth-Token")), []byte(s.token)) == 0 {
			answerError(w, refused{http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information."})
			return
		}
		if r.PathValue("project_id") != s.projectID {
			answerError(w, refused{http.StatusForbidden, "DWS.0015", "Resource not found or permission denied."})
			return
		}
		defer s.lock()()
		body, err := operation(r)
		switch {
		case err != nil:
			answerError(w, err)
		case body == nil:
			w.WriteHeader(accepted)
		default:
			answer(w, accepted, body)
		}
	}
}

func answerError(w http.ResponseWriter, err error) {
	var r refused
	if !errors.As(err, &r) {
		log.Print(err)
		r = refused{http.StatusInternalServerError, "DWS.9999", "Server failure."}
	}
	answer(w, r.status, object{"error_code": r.code, "error_msg": r.message})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.MarshalWrite(w, body); err != nil {
		log.Print(err)
	}
}

func main() {
	makingTakes, err := time.ParseDuration(os.Getenv("MAKING_TAKES") + "s")
	if err != nil {
		log.Fatal(err)
	}
	s := &service{newStore(os.Getenv("CLUSTER_ID"), makingTakes), os.Getenv("PROJECT_ID"), os.Getenv("TOKEN")}
	api := http.NewServeMux()
	root := "/v1.0/{project_id}"
	api.HandleFunc("GET "+root+"/snapshots", s.judged(s.listSnapshots, 200))
	api.HandleFunc("POST "+root+"/snapshots", s.judged(s.createSnapshot, 200))
	api.HandleFunc("GET "+root+"/snapshots/{snapshot_id}", s.judged(s.listSnapshotDetails, 200))
	api.HandleFunc("DELETE "+root+"/snapshots/{snapshot_id}", s.judged(s.deleteSnapshot, 202))
	api.HandleFunc("POST "+root+"/snapshots/{snapshot_id}/actions", s.judged(s.restoreCluster, 200))
	api.HandleFunc("POST "+root+"/snapshots/{snapshot_id}/linked-copy", s.judged(s.copySnapshot, 200))
	api.HandleFunc("GET "+root+"/clusters/{cluster_id}/snapshots", s.judged(s.listClusterSnapshots, 200))
	api.HandleFunc("GET "+root+"/clusters", s.judged(s.listClusters, 200))
	api.HandleFunc("GET "+root+"/clusters/{cluster_id}", s.judged(s.listClusterDetails, 200))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, api))
}
